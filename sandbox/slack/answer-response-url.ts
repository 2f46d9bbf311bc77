import { messageContent } from './api/content.ts';
import { type Args, SlackRefusal, text } from './api/method.ts';
import { addMessage, deleteMessage, editMessage, findMessage } from './messages.ts';
import type { ResponseUrl } from './response-urls.ts';
import type { SlackCore } from './slack-core.ts';
import type { Message } from './state.ts';

export interface ResponseUrlAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** A POST to a response_url: a new message, or a change of the one it belongs to. */
export function answerResponseUrl(core: SlackCore, path: string, args: Args): ResponseUrlAnswer {
  const use = core.responseUrls.use(path);
  if (use.status !== 'good') return { status: 404, body: { ok: false, error: use.status } };
  try {
    return { status: 200, body: act(core, use.responseUrl, args) };
  } catch (error) {
    if (error instanceof SlackRefusal) return { status: 400, body: { ok: false, error: error.error, ...error.more } };
    throw error;
  }
}

function act(core: SlackCore, responseUrl: ResponseUrl, args: Args): Record<string, unknown> {
  const original = originalOf(core, responseUrl);
  if (isTrue(args.delete_original)) {
    if (original !== undefined) deleteMessage(core, original);
    if (args.text === undefined && args.blocks === undefined) return { ok: true };
  }
  const content = messageContent(args, { textLength: 40_000 });
  if (original !== undefined && !isTrue(args.delete_original) && wantsReplacing(responseUrl, args)) {
    editMessage(core, original, content, false);
    return { ok: true };
  }
  const channel = core.state.channels.get(responseUrl.channel);
  if (channel === undefined) throw new SlackRefusal('channel_not_found');
  if (channel.archived) throw new SlackRefusal('is_archived');
  const message = addMessage(core, {
    ...content,
    channel,
    user: core.state.bot.userId,
    threadTs: text(args, 'thread_ts'),
    ephemeralTo: args.response_type === 'in_channel' ? undefined : responseUrl.user,
  });
  if (responseUrl.kind === 'command') core.responseUrls.remember(responseUrl.url, message.ts);
  return { ok: true };
}

function originalOf(core: SlackCore, responseUrl: ResponseUrl): Message | undefined {
  if (responseUrl.kind === 'command' && !core.commandUrlReplaces) return undefined;
  return responseUrl.originalTs === undefined
    ? undefined
    : findMessage(core, responseUrl.channel, responseUrl.originalTs);
}

/** Left out, an answer to a click replaces the message that was clicked; an answer to a command never does. */
function wantsReplacing(responseUrl: ResponseUrl, args: Args): boolean {
  return args.replace_original === undefined ? responseUrl.kind === 'action' : isTrue(args.replace_original);
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
