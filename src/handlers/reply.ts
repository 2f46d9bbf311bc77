import type { RespondFn } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
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

/**
 * Replies through the response_url, which works wherever the person can type, and by an ephemeral message of the bot's
 * own where that is used up, too old or refused.
 */
export function createReply(parts: {
  respond: RespondFn;
  client: WebClient;
  channelId: string | undefined;
  userId: string;
  log: Logger;
}): Reply {
  return async (message, options = {}) => {
    const answer = { text: message.text, blocks: [...message.blocks] };
    try {
      await parts.respond({
        ...answer,
        response_type: options.inChannel ? 'in_channel' : 'ephemeral',
        replace_original: options.replace ?? false,
      });
    } catch (error) {
      parts.log.warn({ err: error }, 'response_url refused; answering through chat.postEphemeral');
      if (parts.channelId === undefined) throw error;
      if (options.inChannel) await parts.client.chat.postMessage({ channel: parts.channelId, ...answer });
      else await parts.client.chat.postEphemeral({ channel: parts.channelId, user: parts.userId, ...answer });
    }
  };
}
