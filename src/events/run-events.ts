import type { Logger } from 'pino';
import { type Problem, problemLines } from '../config/problem.ts';
import { readStoreConfig } from '../config.ts';
import type { ChainVerdict } from '../core/requests/verify-chain.ts';
import { BotError } from '../errors.ts';
import { redact } from '../log.ts';
import { openEvents } from '../store/open-store.ts';
import type { Events } from '../store/store.ts';
import { ndjsonLine, tableHeading, tableLine } from './event-line.ts';
import { type EventsCommand, parseArguments, usage } from './parse-arguments.ts';
import { verifyEvents } from './verify-events.ts';

const pageSize = 1000;

/** What the command gets from the process that it runs in. */
export interface EventsSurroundings {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly yaml: { readonly text?: string; readonly problems: readonly Problem[] };
  readonly nowMs: number;
  readonly log: Logger;
  readonly out: (line: string) => Promise<void>;
  readonly err: (text: string) => void;
}

/** Shows or verifies the log of events. @returns the exit status: 0 fine, 1 the chain is broken, 2 could not be done */
export async function runEvents({ args, env, yaml, nowMs, log, out, err }: EventsSurroundings): Promise<0 | 1 | 2> {
  const command = parseArguments(args, nowMs);
  if (command.kind === 'wrong') {
    err(`${command.problem}\n\n${usage}\n`);
    return 2;
  }
  const config = readStoreConfig(yaml.text, env);
  const problems = [...yaml.problems, ...(config.ok ? [] : config.problems)];
  if (!config.ok || problems.length > 0) {
    err(`The events cannot be read:\n\n${problemLines(problems)}\n`);
    return 2;
  }
  try {
    const store = await openEvents(config.store, { log });
    try {
      return await carryOut(command, store.events, out);
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    const because = error.cause instanceof Error ? ` (${redact(error.cause.message)})` : '';
    err(`${error.message}${because}\n${error.hint}\n`);
    return command.kind === 'verify' && error.code === 'store-damaged' ? 1 : 2;
  }
}

async function carryOut(
  command: Exclude<EventsCommand, { kind: 'wrong' }>,
  events: Events,
  out: EventsSurroundings['out'],
): Promise<0 | 1> {
  if (command.kind === 'show') {
    await show(command, events, out);
    return 0;
  }
  const verdict = await verifyEvents(events, command.head);
  await out(sentence(verdict));
  return verdict.kind === 'intact' ? 0 : 1;
}

async function show(
  { from, format }: Extract<EventsCommand, { kind: 'show' }>,
  events: Events,
  out: EventsSurroundings['out'],
): Promise<void> {
  const line = format === 'table' ? tableLine : ndjsonLine;
  const [fromSeq, fromMs] = 'seq' in from ? [from.seq, Number.NEGATIVE_INFINITY] : [0, from.atMs];
  if (format === 'table') await out(tableHeading);
  for (let page = await events.since(fromSeq, pageSize); page.length > 0; ) {
    for (const event of page) if (event.atMs >= fromMs) await out(line(event));
    page = await events.since((page.at(-1)?.seq ?? 0) + 1, pageSize);
  }
}

function sentence(verdict: ChainVerdict): string {
  if (verdict.kind === 'intact') {
    const { seq, hash } = verdict.head;
    return `The chain is sound: ${seq} ${seq === 1 ? 'event' : 'events'}. Its head is ${seq}:${hash}`;
  }
  const { seq, how } = verdict;
  const what = {
    gap: 'it is missing',
    changed: 'it is not as it was written',
    reordered: 'another one stands in its place',
    head: 'the head that was noted belongs to another chain',
  };
  return `The chain is broken at event ${seq}: ${what[how]}.`;
}
