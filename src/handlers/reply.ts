import type { WebClient, WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Message } from '../views/message.ts';

export interface ReplyOptions {
  /** Everybody in the channel sees it; otherwise only the person who asked. */
  readonly inChannel?: boolean;
  /** Takes the place of the message whose button was pressed. Slack ignores it for a slash command's own answers. */
  readonly replace?: boolean;
}

/** Answers the person who typed or clicked. */
export type Reply = (message: Message, options?: ReplyOptions) => Promise<void>;

/** Where an answer goes; plain data, so that it can be kept while a form is filled in. */
export interface ReplyTo {
  /** Slack takes it five times in thirty minutes. Absent after a form. */
  readonly responseUrl?: string | undefined;
  readonly channelId?: string | undefined;
  readonly userId: string;
}

/**
 * Replies through the response_url, which works wherever the person can type; by an ephemeral message of the bot's own
 * where that is used up, too old or refused; and by a direct message where the bot may not speak in the channel.
 */
export function createReply(parts: {
  to: ReplyTo;
  client: WebClient;
  fetch: NonNullable<WebClientOptions['fetch']>;
  log: Logger;
}): Reply {
  const { to, client, log } = parts;
  const { responseUrl, channelId, userId } = to;

  async function byResponseUrl(url: string, answer: object, options: ReplyOptions): Promise<void> {
    const body = {
      ...answer,
      response_type: options.inChannel ? 'in_channel' : 'ephemeral',
      replace_original: options.replace ?? false,
    };
    const headers = { 'Content-Type': 'application/json' };
    const response = await parts.fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`Slack answered ${response.status} to a response_url`);
  }

  async function byBot(message: Message, options: ReplyOptions): Promise<void> {
    const answer = { text: message.text, blocks: [...message.blocks] };
    if (channelId !== undefined && options.inChannel) {
      await client.chat.postMessage({ channel: channelId, ...answer });
      return;
    }
    if (channelId !== undefined) {
      const posted = client.chat.postEphemeral({ channel: channelId, user: userId, ...answer });
      if (await succeeded(posted)) return;
    }
    const { channel } = await client.conversations.open({ users: userId });
    await client.chat.postMessage({ channel: channel?.id ?? userId, ...answer });
  }

  async function succeeded(posted: Promise<unknown>): Promise<boolean> {
    try {
      await posted;
      return true;
    } catch (error) {
      log.warn({ err: error }, 'the bot may not answer in the channel; answering in a direct message');
      return false;
    }
  }

  return async (message, options = {}) => {
    if (responseUrl === undefined) return byBot(message, options);
    try {
      await byResponseUrl(responseUrl, { text: message.text, blocks: message.blocks }, options);
    } catch (error) {
      log.warn({ err: error }, 'response_url refused; answering as the bot');
      await byBot(message, options);
    }
  };
}
