import type { Survey } from './audit-run.ts';
import type { Finding } from './finding.ts';
import type { HiddenGroups } from './hidden-groups.ts';
import type { Inventory } from './inventory.ts';
import type { Looked } from './look-at-groups.ts';
import { adminRulesUnread } from './nsg-finding.ts';
import type { Around } from './read-around.ts';
import { severities } from './severity.ts';
import type { ReadRoutes } from './surroundings.ts';
import type { SurveyOptions } from './survey-options.ts';
import { isOf, type KnownNsgs } from './with-known.ts';

type Subscriptions = Awaited<ReturnType<Inventory['subscriptions']>>;

interface Read {
  readonly looked: readonly Looked[];
  readonly found: KnownNsgs;
  readonly around: Around;
  readonly hidden: HiddenGroups;
  readonly routes: ReadRoutes;
  /** Sentences. */
  readonly notRead: readonly string[];
}

/** A survey's answer. Whatever is not known to have been read says nothing of what is missing in it. */
export function sumUp(
  { answered, unread, gone: ended = [], besides = [] }: Subscriptions,
  { looked, found, around, routes, hidden, notRead }: Read,
  { known }: SurveyOptions,
): Survey {
  const names = new Map([...answered, ...unread].map(({ id, name }) => [id.toLowerCase(), name]));
  const findings = looked.flatMap((each) => each.findings);
  const named = findings.map((each) => {
    const subscriptionName = names.get(each.subscriptionId.toLowerCase());
    return subscriptionName === undefined ? each : { ...each, subscriptionName };
  });
  const keys = new Set(findings.map(({ key }) => key));
  const isUnclear = (key: string) => [found, around, ...looked].some(({ unclear }) => unclear.has(key));
  const isGone = (key: string) => [found, around, ...looked].some(({ gone }) => gone.has(key));
  const over = [...known].filter((key) => !keys.has(key) && !isUnclear(key) && isOf(key, answered));
  return {
    status: unread.length === 0 ? 'complete' : answered.length === 0 ? 'failed' : 'partial',
    subscriptions: { answered, unread, ...(ended.length > 0 && { gone: ended }) },
    counts: {
      nsgs: found.nsgs + hidden.read.length,
      rules: hidden.read.reduce((sum, { read }) => sum + read().ruleCount, found.rules),
      ...around.counts,
      ...(found.notUnderstood > 0 && { notUnderstood: found.notUnderstood }),
      ...(hidden.reached > 0 && { hidden: hidden.reached }),
    },
    notEvaluated: [
      ...found.notRead,
      ...hidden.notRead,
      ...around.notRead,
      ...notRead,
      ...besides,
      ...looked.flatMap((each) => each.notRead),
      ...ended.map(({ id, name }) => `The subscription ${name ?? id} is there no more.`),
      ...(named.some(({ remarks }) => remarks.includes(adminRulesUnread)) ? [adminRulesUnread] : []),
      ...(routes.widening.size > 0
        ? ['What firewalls and appliances forward to machines behind them is not evaluated.']
        : []),
    ],
    findings: named.toSorted(worstFirst),
    grants: [...found.grants, ...hidden.grants],
    vanished: [...over.filter(isGone), ...[...known].filter((key) => isOf(key, ended))],
    healed: over.filter((key) => !isGone(key)),
  };
}

function worstFirst(left: Finding, right: Finding): number {
  return (
    severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
    right.publicIpv4Addresses - left.publicIpv4Addresses ||
    (left.key < right.key ? -1 : 1)
  );
}
