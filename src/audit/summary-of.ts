import type { NsgEntry } from '../core/audit/nsg-entry.ts';
import { severities } from '../core/audit/severity.ts';
import { verdicts } from '../core/net/exposure.ts';

/** How many groups there are in all, and of each verdict and severity. */
export interface Summary {
  readonly port: number;
  readonly nsgs: number;
  readonly verdicts: Readonly<Record<(typeof verdicts)[number] | 'unknown', number>>;
  readonly severities: Readonly<Record<(typeof severities)[number], number>>;
}

export function summaryOf(entries: readonly NsgEntry[], port: number): Summary {
  const count = <Key extends string>(keys: readonly Key[], of: (entry: NsgEntry) => Key | null) =>
    Object.fromEntries(keys.map((key) => [key, entries.filter((entry) => of(entry) === key).length])) as Record<
      Key,
      number
    >;
  return {
    port,
    nsgs: entries.length,
    verdicts: count([...verdicts, 'unknown'], ({ verdict }) => verdict),
    severities: count(severities, ({ severity }) => severity),
  };
}

/** 0 nothing open or partly open, 2 something is, 1 it could not be told. */
export function exitStatusOf({ verdicts: { open, partial, unknown } }: Summary): 0 | 1 | 2 {
  if (open + partial > 0) return 2;
  return unknown > 0 ? 1 : 0;
}
