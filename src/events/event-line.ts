import { canonicalJson, type Json } from '../core/canonical-json.ts';
import type { ChainedEvent } from '../core/requests/event.ts';
import { onTerminal } from '../core/text/on-terminal.ts';

export const tableHeading = columns('event', 'time (UTC)', 'kind', 'actor', 'request', 'data');

/** One line for people. */
export function tableLine({ seq, atMs, kind, actor, requestId, data }: ChainedEvent): string {
  return onTerminal(columns(String(seq), timeOf(atMs), kind, actor, requestId ?? '-', canonicalJson(data)));
}

/** One JSON object: everything that the hash is over, and the hash. */
export function ndjsonLine(event: ChainedEvent): string {
  return canonicalJson(event as unknown as Json);
}

function columns(seq: string, time: string, kind: string, actor: string, request: string, data: string): string {
  return [seq.padStart(7), time.padEnd(20), kind.padEnd(16), actor.padEnd(12), request.padEnd(10), data].join('  ');
}

function timeOf(atMs: number): string {
  const time = new Date(atMs);
  return Number.isNaN(time.getTime()) ? String(atMs) : time.toISOString().replace(/\.\d+Z$/, 'Z');
}
