import { inert } from '../text/escape.ts';
import type { CheckResult } from './run-checks.ts';

export interface Verdict {
  /**
   * `blocked`: something certain is in the way. `unclear`: nothing found, but something that decides could not be checked.
   * `ready`: everything that decides was checked and lets the caller in.
   */
  readonly kind: 'ready' | 'unclear' | 'blocked';
  /** One line without code spans: it is also the title and the notification. */
  readonly text: string;
}

/** Without these nobody can say that the caller gets in. The others only add to the answer. */
const decisive: ReadonlySet<string> = new Set([
  'vm-is-linux',
  'vm-running',
  'has-public-ip',
  'nsg-exists',
  'port-open-to-caller',
]);

export function verdictOf(results: readonly CheckResult[], vmName: string, from: string): Verdict {
  const name = inert(vmName);
  const place = placeWords(from);
  const withStatus = (status: CheckResult['status']) => results.filter((result) => result.status === status);
  const fails = withStatus('fail');
  const unknown = withStatus('unknown');
  // One missing permission leaves several checks open.
  const notChecked = `${things(new Set(unknown.map(({ id, because }) => because ?? id)).size)} could not be checked`;
  if (fails.length > 0) {
    const count = obstacles(fails);
    const verb = count === 1 ? 'stands' : 'stand';
    const also = unknown.length > 0 ? `, and ${notChecked}` : '';
    return { kind: 'blocked', text: `${name}: ${things(count)} ${verb} in the way${also}` };
  }
  if (unknown.some(({ id }) => decisive.has(id))) {
    return { kind: 'unclear', text: `${name}: not known whether SSH from ${place} works; ${notChecked}` };
  }
  const warnings = withStatus('warn').length;
  const notes = [
    ...(warnings > 0 ? [`${warnings} warning${warnings === 1 ? '' : 's'}`] : []),
    ...(unknown.length > 0 ? [notChecked] : []),
  ];
  const aside = notes.length > 0 ? ` (${notes.join(', ')})` : '';
  return { kind: 'ready', text: `${name}: ready for SSH from ${place}${aside}` };
}

/** Without a code span Slack takes parts of an IPv6 address for emoji (":100:", ":a:"); the report has it in full beneath. */
function placeWords(from: string): string {
  if (!from.includes(':')) return from;
  return from.includes('/') ? 'your IPv6 range' : 'your IPv6 address';
}

/** Failed checks with one and the same mend are one obstacle: a missing NSG also keeps the port closed. */
function obstacles(fails: readonly CheckResult[]): number {
  return new Set(fails.map(({ id, fix }) => fix ?? id)).size;
}

function things(count: number): string {
  return count === 1 ? '1 thing' : `${count} things`;
}
