import type { NsgAction, Planned, PlanRefusal } from '../actions/action.ts';
import type { Bystanders } from '../actions/bystanders.ts';
import type { Plan } from '../actions/plan.ts';
import { refused } from '../actions/plan-refusal.ts';
import type { Nsg, SecurityRule } from '../facts.ts';
import type { Exposure } from '../net/exposure.ts';
import type { NsgFacts } from '../nsg-facts.ts';
import { ruleName, ruleNamePrefix } from '../remediations/names.ts';
import { code, inert } from '../text/escape.ts';
import { accessNotes } from './access-notes.ts';
import { boundNsg } from './bound-nsg.ts';
import { type DeniedSources, deniedClouds } from './denied-sources.ts';
import { asRule, putDenyRule } from './deny-rule.ts';
import { forcedWords, managerLets } from './forced-words.ts';
import { groupExposure, isExposed, lostIn, rulesWithout } from './group-exposure.ts';
import { roomForDeny } from './room-for-deny.ts';
import { ruleText } from './rule-text.ts';
import { type TouchedRules, touchedRules } from './touched-rules.ts';
import { verifyClosed } from './verify-closed.ts';
import { whatToDeny } from './what-to-deny.ts';
import { whyNotClose } from './why-not-close.ts';

/** As many prefixes as one rule takes. https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits */
const mostPrefixes = 4000;

export const closePort: NsgAction<'close-port'> = {
  id: 'close-port',
  about: 'nsg',
  title: 'Close the port',
  doing: (group) => `close a port in ${group}`,
  subject: (group, { port }) => `closing port ${port} in ${group}`,
  asks: (group, { port }) => `close port ${port} to the internet in the security group ${group}`,
  opensTo: false,
  timeBox: 'none',
  grant: {
    open: 'Not taken back',
    closed: 'Taken back',
    ends: 'is taken back by itself',
    sessions: 'sessions that are open then stay open',
    closing: 'The Deny that the bot put there is taken away again.',
    over: 'The Deny that the bot put there is gone again.',
    still: 'its Deny is there',
  },
  permissions: [
    'Microsoft.Network/networkSecurityGroups/securityRules/write',
    // Only where it failed and is taken back.
    'Microsoft.Network/networkSecurityGroups/securityRules/delete',
  ],
  plan({ facts, params: { port }, requestId }) {
    const vm = boundNsg(facts);
    if ('kind' in vm) return vm;
    const rules = rulesWithout(facts, requestId);
    const exposure = groupExposure(facts, rules, port);
    const refusal = whyNotClose(facts, exposure, port);
    return refusal ?? inFront({ facts, rules, exposure, port, vm }, requestId);
  },
  verify: verifyClosed,
};

interface Closing {
  readonly facts: NsgFacts;
  readonly rules: Nsg['rules'];
  readonly exposure: Exposure;
  readonly port: number;
  readonly vm: Plan['vm'];
}

function inFront({ facts, rules, exposure, port, vm }: Closing, requestId: string): Planned | PlanRefusal {
  const { nsg } = facts;
  const { opening, denied, to, kept } = whatToDeny(facts, rules, exposure, port);
  const [first] = opening;
  if (denied.some(hasTooMany)) return tooManyPrefixes(nsg, first);
  const room = roomForDeny({ name: nsg.name, rules }, first, { count: denied.length, port });
  if ('kind' in room) return room;
  const named = denied.map((each, at) => [ruleName(requestId, at + 1), { denied: each, to, port }] as const);
  const writes = named.map(([name, content]) => putDenyRule(nsg, name, content, room.range));
  const put = named.map(([name, content], at) => asRule(name, content, room.free[at] ?? room.range.to));
  const closed = [...rules, ...put];
  const after = groupExposure(facts, closed, port);
  if (isExposed(after)) return wouldNotHelp(nsg, after);
  const lost = lostIn(facts, rules, closed, port);
  const touched = touchedRules({ facts, rules, port, opening, denied, to, lost, letting: kept.rules });
  const notes = [
    `It stands directly in front of ${opening.length === 1 ? 'the rule that lets' : 'the first of the rules that let'} them in, ${code(first.name)} (${first.priority}).`,
    ...accessNotes({ port, lost, tags: deniedClouds(denied), kept: kept.sources, touched }),
    ...aroundNotes(facts, after, port),
    'It shuts out new connections only; sessions that are open stay open.',
    `No other rule is changed, and ports other than ${port} stay as they are. *Reopen* takes it away again, with an approval of its own.`,
  ];
  return { kind: 'planned', plan: { vm, writes, undo: [], bystanders: bystandersOf(touched) }, notes };
}

function bystandersOf({ lose, mayLose, loseRest, keep }: TouchedRules): Bystanders {
  // A grant in front ends by itself, which is nobody's loss.
  const lasting = keep.filter(({ name }) => !name.toLowerCase().startsWith(ruleNamePrefix));
  return { lose: [...loseRest, ...lose, ...mayLose].map(ruleText), keep: lasting.map(ruleText), gain: [] };
}

/** What keeps it from being known, or from being so, that it is closed then. */
function aroundNotes(facts: NsgFacts, { verdict, because = '' }: Exposure, port: number): readonly string[] {
  const { unread = [] } = facts;
  const forced = forcedWords(facts, port);
  return [
    ...(verdict === 'unknown' ? [`Whether it is closed then cannot be told: ${inert(because)}`] : []),
    ...(forced === undefined ? [] : [`${managerLets(forced)} They still get in.`]),
    ...(unread.length === 0
      ? []
      : [`All this is by the group's own rules. ${unread.slice(0, 3).map(inert).join(' ')}`]),
  ];
}

function hasTooMany(each: DeniedSources): boolean {
  return each.kind === 'addresses' && each.prefixes.length > mostPrefixes;
}

function tooManyPrefixes({ name }: Nsg, first: SecurityRule): PlanRefusal {
  return refused(
    `The exposed addresses make up more than ${mostPrefixes} blocks, and Azure takes no such rule.`,
    `Narrow the rule ${code(first.name)} of ${code(name)} in Azure to those who need it.`,
  );
}

function wouldNotHelp({ name }: Nsg, { rules }: Exposure): PlanRefusal {
  return refused(
    `One Deny does not close it: ${rules.map((rule) => code(rule.name)).join(', ')} would still let people in.`,
    `Look at these rules of ${code(name)} in Azure, and close it there.`,
  );
}
