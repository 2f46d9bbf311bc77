import type { TrackedFinding } from '../../core/audit/audit-run.ts';
import type { Telling } from '../../store/audit-store.ts';
import { retryAfterMs, slackIsBusy } from '../slack-is-busy.ts';
import { type AuditParts, type AuditReport, tellLeaseMs } from './audit-parts.ts';

type PostParts = Pick<AuditParts, 'store' | 'poster' | 'clock' | 'log' | 'owner' | 'wait'> & {
  readonly signal: AbortSignal;
};

interface Post {
  readonly channelId: string;
  readonly report: AuditReport;
  /** What the place knows once its first message stands. */
  readonly known: readonly TrackedFinding[] | undefined;
}

/** Besides the first message. */
interface Part {
  readonly name: string;
  readonly post: (ts: string) => Promise<unknown>;
}

/** A part that Slack did not take. */
interface Failed {
  readonly name: string;
  readonly error: unknown;
}

/**
 * Posts what does not stand there yet, as long as nobody else is at it. What Slack does not take of it after the first
 * message is named in that message, until it stands there after all.
 * @param isLate what is missing at the end is not tried again
 * @throws Error when something is still to be posted
 */
export async function postReport(post: Post, telling: Telling, parts: PostParts, isLate: boolean): Promise<void> {
  if (!(await isMine(telling, telling.standing, parts))) return;
  const first = await firstPost(post, telling, parts);
  const failed = await postParts(post, first.ts, telling, parts);
  if (failed === 'lost') return;
  // Also where an earlier try said that something is missing, and now it is there.
  if (failed.length > 0 || !first.isNew) await nameMissing(post, first.ts, failed, parts);
  const again = isLate ? undefined : failed.find(({ error }) => !isRefused(error));
  if (again !== undefined) throw again.error;
  await parts.store.audits.told(telling, parts.owner);
}

/** It is posted once, however often the rest is tried. */
async function firstPost(
  { channelId, report, known }: Post,
  telling: Telling,
  parts: PostParts,
): Promise<{ readonly ts: string; readonly isNew: boolean }> {
  const { store, poster, owner } = parts;
  const posts = await store.audits.posts(telling.runId);
  const before = posts.find((each) => each.channelId === channelId);
  if (before !== undefined) return { ts: before.ts, isNew: false };
  const ts = await whenFree(() => poster.post(channelId, report.first([])), parts);
  await store.audits.posted(telling, owner, { channelId, ts }, known);
  return { ts, isNew: true };
}

/** @returns those that failed; `lost`: somebody else goes on with it */
async function postParts(
  { channelId, report }: Post,
  ts: string,
  telling: Telling,
  parts: PostParts,
): Promise<readonly Failed[] | 'lost'> {
  const failed: Failed[] = [];
  let { standing } = telling;
  for (const { name, post } of partsOf(report, channelId, parts)) {
    if (standing.includes(name)) continue;
    if (!(await isMine(telling, standing, parts))) return 'lost';
    try {
      await whenFree(() => post(ts), parts);
      standing = [...standing, name];
    } catch (error) {
      parts.signal.throwIfAborted();
      const where = { audit: telling.runId, channel: channelId, part: name };
      parts.log.error({ err: error, ...where }, 'a part of a report is missing');
      failed.push({ name, error });
    }
  }
  return (await isMine(telling, standing, parts)) ? failed : 'lost';
}

async function nameMissing(
  { channelId, report }: Post,
  ts: string,
  failed: readonly Failed[],
  parts: PostParts,
): Promise<void> {
  const message = report.first(failed.map(({ name }) => name));
  await whenFree(() => parts.poster.update(channelId, ts, message), parts);
}

/** The files come first: they have everything. */
function partsOf(report: AuditReport, channelId: string, { poster }: PostParts): Part[] {
  const { picture, isOneLine, rest, files } = report;
  return [
    ...(picture === undefined
      ? []
      : [
          {
            name: picture.name,
            post: (ts: string) => poster.upload(channelId, isOneLine ? ts : undefined, picture),
          },
        ]),
    ...files.map((file) => ({ name: file.name, post: (ts: string) => poster.upload(channelId, ts, file) })),
    ...rest.map((message, at) => ({
      name: `message ${at + 1} of the thread`,
      post: (ts: string) => poster.post(channelId, message, { threadTs: ts }),
    })),
  ];
}

const mostTries = 5;

/** Slack takes about one message a second in a channel, and says for how long it takes none. */
async function whenFree<T>(send: () => Promise<T>, { wait, signal }: PostParts): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    try {
      return await send();
    } catch (error) {
      if (!slackIsBusy(error) || tries === mostTries) throw error;
      await wait(retryAfterMs(error), signal);
    }
  }
}

/** What Slack says when the trouble is its own: https://docs.slack.dev/reference/methods/chat.postMessage */
const slacksOwn: readonly unknown[] = ['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable'];

/** Slack understood it and said no: to ask again would not help. */
function isRefused(error: unknown): boolean {
  const { code, data } = error as { readonly code?: unknown; readonly data?: { readonly error?: unknown } };
  return code === 'slack_webapi_platform_error' && !slacksOwn.includes(data?.error);
}

/** Writes down what stands, and lengthens the lease; asked before each message, since each may take its time. */
function isMine(telling: Telling, standing: readonly string[], { store, owner, clock }: PostParts): Promise<boolean> {
  return store.audits.keepTelling(telling, { owner, nowMs: clock.now(), leaseMs: tellLeaseMs }, standing);
}
