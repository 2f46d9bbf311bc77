import type { Finding } from '../core/audit/finding.ts';
import type { NsgEntry } from '../core/audit/nsg-entry.ts';
import { isAtLeast, severities } from '../core/audit/severity.ts';
import { verdicts } from '../core/net/exposure.ts';

/** How many groups there are in all, and of each verdict and severity. */
export interface Summary {
  readonly port: number;
  readonly nsgs: number;
  /** Of the groups' own, without the default rules. */
  readonly rules: number;
  /** Machines in the open that no group guards. */
  readonly machines: number;
  readonly verdicts: Readonly<Record<(typeof verdicts)[number] | 'unknown', number>>;
  readonly severities: Readonly<Record<(typeof severities)[number], number>>;
}

export function summaryOf(entries: readonly NsgEntry[], machines: readonly Finding[], port: number): Summary {
  const count = <Key extends string>(keys: readonly Key[], all: readonly (Key | null)[]) =>
    Object.fromEntries(keys.map((key) => [key, all.filter((each) => each === key).length])) as Record<Key, number>;
  return {
    port,
    nsgs: entries.length,
    rules: entries.reduce((sum, { ruleCount }) => sum + ruleCount, 0),
    machines: machines.length,
    verdicts: count(
      [...verdicts, 'unknown'],
      entries.map(({ verdict }) => verdict),
    ),
    severities: count(
      severities,
      [...entries, ...machines].map(({ severity }) => severity),
    ),
  };
}

/** Whether somebody gets in past a group that is shut itself: Virtual Network Manager lets them. */
export function isPassed({ verdict, severity }: Pick<NsgEntry, 'verdict' | 'severity'>): boolean {
  return (verdict === 'narrow' || verdict === 'closed') && severity !== null && isAtLeast(severity, 'medium');
}

/** 0 nothing open or partly open, 2 something is, 1 it could not be told. */
export function exitStatusOf(
  { machines, verdicts: { open, partial, unknown } }: Summary,
  entries: readonly NsgEntry[],
): 0 | 1 | 2 {
  if (open + partial + machines > 0 || entries.some(isPassed)) return 2;
  return unknown > 0 ? 1 : 0;
}
