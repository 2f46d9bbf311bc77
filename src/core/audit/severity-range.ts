import type { Unreadable } from '../facts.ts';
import type { Finding } from './finding.ts';
import { severityOf, type Weighed } from './severity-of.ts';

interface WeighedRange extends Weighed {
  readonly paths: readonly (Weighed['paths'][number] & { readonly adminRulesUnread?: Unreadable['reason'] })[];
}

/** How bad it may be, and how bad it is by what is known alone. */
export function severityRange(weighed: WeighedRange): Pick<Finding, 'severity' | 'atLeast'> {
  const severity = severityOf(weighed);
  const atLeast = severityOf({ ...weighed, paths: weighed.paths.filter(isKnown).map(asFarAsKnown) });
  return atLeast === severity ? { severity } : { severity, atLeast };
}

function isKnown({ isOpen, adminRulesUnread }: WeighedRange['paths'][number]): boolean {
  return isOpen !== 'unknown' && adminRulesUnread === undefined;
}

/** Nobody is known to reach a machine that is not known to run. */
function asFarAsKnown(path: Weighed['paths'][number]): Weighed['paths'][number] {
  return path.power === 'unknown' ? { ...path, power: 'stopped' } : path;
}
