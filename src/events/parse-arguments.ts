import { parseArgs } from 'node:util';
import type { ChainHead } from '../core/requests/chain.ts';

export type EventsCommand =
  | {
      readonly kind: 'verify';
      /** A head that was kept elsewhere, and must still be in the chain. */
      readonly head?: ChainHead;
    }
  | {
      readonly kind: 'show';
      readonly from: { readonly seq: number } | { readonly atMs: number };
      readonly format: 'table' | 'ndjson';
    }
  | { readonly kind: 'wrong'; readonly problem: string };

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 };
/** With its zone, so that it means the same everywhere; a day alone begins at midnight UTC. */
const isoTime = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;

export const usage = `npm run events -- --verify [--head NUMBER:HASH]
npm run events -- --since NUMBER|TIME|24h [--format table|ndjson]`;

export function parseArguments(args: readonly string[], nowMs: number): EventsCommand {
  const given = read(args);
  if (typeof given === 'string') return wrong(given);
  const { verify = false, head, since, format } = given;
  if (verify === (since !== undefined)) return wrong('Say either --verify or --since.');
  if (since === undefined) {
    if (format !== undefined) return wrong('--format belongs to --since.');
    if (head === undefined) return { kind: 'verify' };
    const parsed = /^(\d{1,15}):([0-9a-f]{64})$/.exec(head.toLowerCase());
    if (parsed === null) return wrong('--head is the number of an event, a colon and its hash of 64 digits.');
    return { kind: 'verify', head: { seq: Number(parsed[1]), hash: parsed[2] ?? '' } };
  }
  if (head !== undefined) return wrong('--head belongs to --verify.');
  if (format !== undefined && format !== 'table' && format !== 'ndjson') return wrong('--format is table or ndjson.');
  const from = readSince(since, nowMs);
  if (from === undefined)
    return wrong('--since is the number of an event, a time such as 2026-07-01T08:00Z, or how long ago: 30m, 24h, 7d.');
  return { kind: 'show', from, format: format ?? 'table' };
}

function read(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        verify: { type: 'boolean' },
        head: { type: 'string' },
        since: { type: 'string' },
        format: { type: 'string' },
      },
    });
    return values;
  } catch (error) {
    return (error as Error).message;
  }
}

function readSince(text: string, nowMs: number): { seq: number } | { atMs: number } | undefined {
  if (/^\d{1,15}$/.test(text)) return { seq: Number(text) };
  const ago = /^(\d{1,6})([mhd])$/.exec(text);
  if (ago !== null) return { atMs: nowMs - Number(ago[1]) * unitMs[ago[2] as keyof typeof unitMs] };
  const atMs = isoTime.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : { atMs };
}

function wrong(problem: string): EventsCommand {
  return { kind: 'wrong', problem };
}
