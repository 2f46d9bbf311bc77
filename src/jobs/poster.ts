import type { WebClient } from '@slack/web-api';
import type { Message } from '../views/message.ts';

interface PostOptions {
  /** Under this message. */
  readonly threadTs?: string;
  /** Of a line in a thread: it also appears in the channel. */
  readonly broadcast?: boolean;
}

interface UploadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What a picture shows, for those who do not see it; it is the title as well, since not every client reads it out. */
  readonly altText?: string;
}

/** Posts what nobody asked for at this moment: cards, their threads and direct messages. Rejects with Slack's error. */
export interface Poster {
  /** @returns the message's `ts` */
  post(channelId: string, message: Message, options?: PostOptions): Promise<string>;
  /** False when the message is gone. */
  update(channelId: string, ts: string, message: Message): Promise<boolean>;
  /** A file, under a message where one is named. */
  upload(channelId: string, threadTs: string | undefined, file: UploadedFile): Promise<void>;
  /** The channel of the direct messages with one person. */
  directChannel(userId: string): Promise<string>;
}

/** @param isExternal whether people of another company may read in a channel, or nobody knows: then nothing is posted */
export function createPoster(client: WebClient, isExternal: (channelId: string) => Promise<boolean>): Poster {
  const direct = new Map<string, string>();

  async function requireOwn(channelId: string): Promise<void> {
    // Direct messages of the bot's: it opens them with one person alone, and Slack does not say of them that they are shared.
    const isDirect = channelId.startsWith('D');
    if (isDirect || !(await isExternal(channelId))) return;
    throw new Error(`channel ${channelId} is shared with another company, or Slack does not say whether it is`);
  }

  return {
    async post(channel, { text, blocks }, { threadTs, broadcast } = {}) {
      await requireOwn(channel);
      const thread = threadTs === undefined ? {} : { thread_ts: threadTs, reply_broadcast: broadcast ?? false };
      const posted = await client.chat.postMessage({ channel, text, blocks: [...blocks], ...thread });
      return posted.ts ?? '';
    },
    async update(channel, ts, { text, blocks }) {
      await requireOwn(channel);
      try {
        await client.chat.update({ channel, ts, text, blocks: [...blocks] });
        return true;
      } catch (error) {
        if (slackCode(error) === 'message_not_found') return false;
        throw error;
      }
    },
    async upload(channel, threadTs, { name, bytes, altText }) {
      await requireOwn(channel);
      const file = { filename: name, title: altText ?? name, file: Buffer.from(bytes) };
      await client.files.uploadV2({
        channel_id: channel,
        ...file,
        ...(altText !== undefined && { alt_text: altText }),
        ...(threadTs !== undefined && { thread_ts: threadTs }),
      } as Parameters<typeof client.files.uploadV2>[0]);
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
