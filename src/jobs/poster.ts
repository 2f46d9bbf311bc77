import type { WebClient } from '@slack/web-api';
import type { Message } from '../views/message.ts';

/** Posts what nobody asked for at this moment: cards, their threads and direct messages. Rejects with Slack's error. */
export interface Poster {
  /** @returns the message's `ts` */
  post(channelId: string, message: Message, threadTs?: string): Promise<string>;
  /** False when the message is gone. */
  update(channelId: string, ts: string, message: Message): Promise<boolean>;
  /** The channel of the direct messages with one person. */
  directChannel(userId: string): Promise<string>;
}

export function createPoster(client: WebClient): Poster {
  const direct = new Map<string, string>();
  return {
    async post(channel, { text, blocks }, threadTs) {
      const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
      const posted = await client.chat.postMessage({ channel, text, blocks: [...blocks], ...thread });
      return posted.ts ?? '';
    },
    async update(channel, ts, { text, blocks }) {
      try {
        await client.chat.update({ channel, ts, text, blocks: [...blocks] });
        return true;
      } catch (error) {
        if (slackCode(error) === 'message_not_found') return false;
        throw error;
      }
    },
    async directChannel(userId) {
      const known = direct.get(userId);
      if (known !== undefined) return known;
      const { channel } = await client.conversations.open({ users: userId });
      const id = channel?.id ?? '';
      direct.set(userId, id);
      return id;
    },
  };
}

/** Slack's own word for what was wrong: "channel_not_found". */
function slackCode(error: unknown): string | undefined {
  const data = (error as { data?: { error?: unknown } } | undefined)?.data;
  return typeof data?.error === 'string' ? data.error : undefined;
}
