import type { OverSsh } from '../core/actions/act.ts';
import { noteShown } from '../core/requests/acting.ts';
import type { VmRequest } from '../core/requests/request.ts';
import type { Message } from '../views/message.ts';
import type { JobParts } from './job-parts.ts';
import { slackIsBusy } from './slack-is-busy.ts';

/** Slack takes some fifty changes a minute, of all messages together: the longer it lasts, the less often it is shown. */
const changeEveryMs = { first: 2_000, most: 30_000 };
/** What is told at last is tried so often while Slack is busy, and after so long. */
const lastTries = 6;
const busyMs = 10_000;

/** The message in which people see what comes of a command or a file, from its beginning to its end. */
export interface OutputMessage {
  /** Shows how far it is; most calls are passed over. @param makeMessage called only for what is shown */
  progress(makeMessage: () => Message): void;
  /** Shows how it ended, whatever was shown before, with the whole of it as a file in its thread. */
  end(message: Message, file?: NamedFile): Promise<void>;
}

export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

type Parts = Pick<JobParts, 'store' | 'poster' | 'clock' | 'log' | 'track' | 'wait'>;

/** So long Slack is waited for: a door stays open meanwhile, and nobody expects a command that begins much later. */
const patienceMs = 10_000;

/**
 * Posts where the plan says; where the bot may not speak there any more, to the person who asked. What Slack does not
 * take, or takes its time for, keeps nothing from being done: it is logged, and the request tells how it ended.
 */
export async function showOutput(
  request: VmRequest,
  act: OverSsh,
  first: Message,
  parts: Parts,
): Promise<OutputMessage> {
  const { poster, clock, log, store, track, wait } = parts;
  const placed = request.act?.shown === undefined ? post(first) : Promise.resolve(request.act.shown);
  await forAWhile(placed, parts);
  let lastMs = clock.now();
  let pauseMs = changeEveryMs.first;
  let isChanging = false;
  let changing = Promise.resolve();

  async function post(message: Message): Promise<Place | undefined> {
    const posted = await postSomewhere(message, request, act, parts);
    if (posted === undefined) return undefined;
    // Only whoever takes it over after a crash needs it.
    await store.requests
      .update(request.id, (now) => noteShown(now, posted))
      .catch((error: unknown) => log.warn({ err: error, request: request.id }, 'not written down where the output is'));
    return posted;
  }

  async function change(message: Message): Promise<Changed> {
    const place = await placed;
    if (place === undefined) return { kind: 'gone' };
    try {
      return (await poster.update(place.channelId, place.ts, message)) ? { kind: 'changed', place } : { kind: 'gone' };
    } catch (error) {
      log.warn({ err: error, request: request.id }, 'the output was not shown');
      return { kind: slackIsBusy(error) ? 'busy' : 'gone' };
    }
  }

  /** A message that says for ever that it is under way would be worse than one that is late. */
  async function changeAtLast(message: Message): Promise<Place | undefined> {
    for (let tries = 1; ; tries += 1) {
      const changed = await change(message);
      if (changed.kind === 'changed') return changed.place;
      if (changed.kind === 'gone' || tries === lastTries) return undefined;
      await wait(busyMs, new AbortController().signal);
    }
  }

  async function tell(message: Message, file: NamedFile | undefined): Promise<void> {
    await changing;
    const at = (await changeAtLast(message)) ?? (await postSomewhere(message, request, act, parts));
    if (file === undefined || at === undefined) return;
    await poster.upload(at.channelId, at.ts, file).catch(async (error: unknown) => {
      log.warn({ err: error, request: request.id }, 'a file was not taken where the output is; sending it directly');
      await uploadDirectly(file, request, parts);
    });
  }

  return {
    progress(makeMessage) {
      const now = clock.now();
      // One after the other, so that the last one stands at the end; and none waits, or the end would wait for them all.
      if (isChanging || now - lastMs < pauseMs) return;
      lastMs = now;
      pauseMs = Math.min(2 * pauseMs, changeEveryMs.most);
      isChanging = true;
      changing = change(makeMessage()).then(() => {
        isChanging = false;
      });
    },
    end: (message, file) => forAWhile(track(tell(message, file)), parts),
  };
}

/** Waits for what never rejects, and not for ever. */
async function forAWhile(work: Promise<unknown>, { clock }: Pick<Parts, 'clock'>): Promise<void> {
  const deadline = clock.deadline(patienceMs);
  const isOver = new Promise<void>((resolve) => {
    if (deadline.signal.aborted) resolve();
    else deadline.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([work, isOver]);
  deadline.clear();
}

type Changed =
  | { readonly kind: 'changed'; readonly place: Place }
  /** `gone`: the message, or the bot's right to it. `busy`: it goes through later. */
  | { readonly kind: 'gone' | 'busy' };

interface Place {
  readonly channelId: string;
  readonly ts: string;
}

async function postSomewhere(
  message: Message,
  { id, requester }: VmRequest,
  { answersIn }: OverSsh,
  { poster, log }: Parts,
): Promise<Place | undefined> {
  for (const channel of [answersIn, undefined]) {
    try {
      const channelId = channel ?? (await poster.directChannel(requester));
      return { channelId, ts: await poster.post(channelId, message) };
    } catch (error) {
      log.warn({ err: error, request: id, channel: channel ?? 'direct' }, 'the output could not be posted there');
    }
  }
  return undefined;
}

async function uploadDirectly(file: NamedFile, { id, requester }: VmRequest, { poster, log }: Parts): Promise<void> {
  try {
    await poster.upload(await poster.directChannel(requester), undefined, file);
  } catch (error) {
    log.error({ err: error, request: id }, 'the whole output could not be sent');
  }
}
