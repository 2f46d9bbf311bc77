import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan } from '../../../src/core/actions/plan.ts';
import { closePort } from '../../../src/core/closing/close-port.ts';
import { groupExposure, lostIn } from '../../../src/core/closing/group-exposure.ts';
import { openingRules } from '../../../src/core/closing/opening-rules.ts';
import { ruleText } from '../../../src/core/closing/rule-text.ts';
import type { SecurityRule } from '../../../src/core/facts.ts';
import { AddressSet } from '../../../src/core/net/address-set.ts';
import { publicSpace } from '../../../src/core/net/address-space.ts';
import { defaultRules } from '../../../src/core/net/default-rules.ts';
import { freePriority } from '../../../src/core/net/room-in-front.ts';
import type { NsgFacts } from '../../../src/core/nsg-facts.ts';
import { firstMatch } from '../net/plain-firewall.ts';
import { groupFacts, requestId } from './make.ts';

const params = { from: '', port: 22 };
const hosts = ['10.0.0.4', '10.0.1.9', 'fd00::4'];
const senders = ['1.0.0.0', '8.8.8.8', '9.255.255.255', '128.0.0.0', '203.0.112.255', '203.0.113.7', '203.0.113.64']
  .concat('198.51.100.7', '223.255.255.255', '2001:db8::7', '2001:db9::', '2000::')
  // Not on the internet: a Deny never takes anything from them.
  .concat('10.0.0.5', '100.64.0.1', 'fd00::1', '168.63.129.16');
const sourcePorts = [1, 22, 40_000];
const outside = { holding: new Set<string>(), vnetPrefixes: ['10.0.0.0/16', 'fd00::/48'] };

const often = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));
const lists = ['203.0.113.0/24', '198.51.100.7', '203.0.0.0/8', '10.0.0.0/8', '2001:db8::/32', '2000::/4'];
const wide = ['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '8.0.0.0/7', '200.0.0.0/5'];
const sources = fc.oneof(
  fc.constantFrom('*', 'Internet', 'VirtualNetwork').map((word) => [word]),
  fc.array(fc.constantFrom(...lists), { minLength: 1, maxLength: 2 }),
  fc.array(fc.constantFrom(...wide), { minLength: 1, maxLength: 2 }),
);
const ruleArbitrary = fc.record({
  access: often<SecurityRule['access']>('Allow', 'Deny'),
  protocol: often('Tcp', '*', 'Udp'),
  sources,
  sourcePorts: often(['*'], ['1024-65535'], ['22']),
  destinations: often(['*'], ['10.0.0.4'], ['10.0.0.0/24', '10.0.1.9'], ['VirtualNetwork'], ['fd00::/64']),
  destinationPorts: often(['22'], ['*'], ['443']),
});
const ruleLists = fc
  .array(fc.tuple(ruleArbitrary, fc.constantFrom(1, 1, 2, 3, 40)), { minLength: 1, maxLength: 7 })
  .map((parts) => {
    let priority = 99;
    return parts.map(([each, step], at) => {
      priority += step;
      return { ...each, name: `r${at}`, priority };
    });
  });

/** Whether a packet gets in, from whatever port its sender chooses; none goes from one family to the other. */
function getsIn(rules: readonly SecurityRule[], from: string, to: string): boolean {
  if (from.includes(':') !== to.includes(':')) return false;
  return sourcePorts.some((sourcePort) => decides(rules, { from, sourcePort, to })?.access === 'Allow');
}

function decides(rules: readonly SecurityRule[], packet: { from: string; sourcePort: number; to: string }) {
  return firstMatch(rules, { ...packet, port: 22 }, outside);
}

/** The rule that a planned write puts there. */
function written(body: unknown, name: string, rules: readonly SecurityRule[]): SecurityRule {
  const { properties } = body as { properties: Record<string, unknown> };
  const texts = (key: string) => (properties[`${key}es`] ?? [properties[key]]) as string[];
  const priority = freePriority({ rules }, properties.priority as { from: number; to: number });
  if (priority === undefined) throw new Error('the range has a free number');
  return {
    name,
    priority,
    direction: 'Inbound',
    access: 'Deny',
    protocol: 'Tcp',
    sources: texts('sourceAddressPrefix'),
    sourceAsgIds: [],
    sourcePorts: ['*'],
    destinations: texts('destinationAddressPrefix'),
    destinationAsgIds: [],
    destinationPorts: ['22'],
    isDefault: false,
  };
}

/** The group's rules and those that the plan adds. */
function closedBy({ writes }: Plan, rules: readonly SecurityRule[]): readonly SecurityRule[] {
  const all = [...rules];
  for (const { body, path } of writes) all.push(written(body, path.slice(path.lastIndexOf('/') + 1), all));
  return all;
}

interface Closing {
  readonly facts: NsgFacts;
  readonly plan: Plan;
  readonly closed: readonly SecurityRule[];
}

/** Each sender that reached a host and does not any more; nobody reaches one that they did not. */
function checkSenders({ facts, plan, closed }: Closing): void {
  const { rules } = facts.nsg;
  const [was, is] = [
    [...rules, ...defaultRules],
    [...closed, ...defaultRules],
  ] as const;
  const lost = lostIn(facts, rules, closed, 22);
  for (const from of senders) {
    const address = AddressSet.of(from);
    const losing = hosts.filter((to) => getsIn(was, from, to) && !getsIn(is, from, to));
    expect(hosts.filter((to) => !getsIn(was, from, to) && getsIn(is, from, to))).toEqual([]);
    if (!publicSpace.contains(address)) expect(losing).toEqual([]);
    // Of hosts that nobody told of, one more may lose.
    if (facts.around?.hosts !== undefined || losing.length > 0)
      expect([from, lost.contains(address)]).toEqual([from, losing.length > 0]);
    for (const to of losing) checkTold(was, { from, to }, { facts, plan });
  }
}

/** The rules that let them in stand behind the Deny, and are those that open it or were told. */
function checkTold(
  was: readonly SecurityRule[],
  { from, to }: { readonly from: string; readonly to: string },
  { facts, plan }: Pick<Closing, 'facts' | 'plan'>,
): void {
  const { rules } = facts.nsg;
  const opening = openingRules(facts, rules, groupExposure(facts, rules, 22), 22);
  for (const sourcePort of sourcePorts) {
    const by = decides(was, { from, sourcePort, to });
    if (by?.access !== 'Allow') continue;
    expect(by.priority).toBeGreaterThanOrEqual(opening[0]?.priority ?? 0);
    const isTold = opening.includes(by) || plan.bystanders?.lose.includes(ruleText(by));
    expect([ruleText(by), isTold]).toEqual([ruleText(by), true]);
  }
}

test('packet by packet, a closing does what the request says, and no more', () => {
  let closings = 0;
  fc.assert(
    fc.property(ruleLists, fc.boolean(), (parts, isKnown) => {
      const known = { hosts: hosts.map((address) => ({ address, asgIds: [] })) };
      const facts = groupFacts(parts, { around: { vnetPrefixes: outside.vnetPrefixes, ...(isKnown && known) } });
      const made = closePort.plan({ facts, params, requestId });
      if (made.kind === 'refused') {
        expect(made.problem).toMatch(/already|so a Deny does not fit/);
        return;
      }
      closings += 1;
      const { plan } = made;
      const closed = closedBy(plan, facts.nsg.rules);
      const after = { ...facts, nsg: { ...facts.nsg, rules: closed } };
      expect(closePort.verify(after, params, plan).status).toBe('pass');
      expect(closePort.plan({ facts: after, params, requestId })).toEqual(made);
      checkSenders({ facts, plan, closed });
    }),
    { numRuns: 1000, seed: 20_261_126 },
  );
  expect(closings).toBeGreaterThan(300);
});
