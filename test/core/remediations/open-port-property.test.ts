import fc from 'fast-check';
import { expect, test } from 'vitest';
import { priorityRangeOf } from '../../../src/core/actions/fill.ts';
import { type Plan, type PlannedWrite, planDigest } from '../../../src/core/actions/plan.ts';
import { portOpenToCaller } from '../../../src/core/checks/port-open-to-caller.ts';
import type { Nsg, SecurityRule, VmFacts } from '../../../src/core/facts.ts';
import { withDefaultRules } from '../../../src/core/net/default-rules.ts';
import { choosePriority } from '../../../src/core/remediations/choose-priority.ts';
import { driftOf } from '../../../src/core/remediations/drift-of.ts';
import { expectedRules } from '../../../src/core/remediations/expected-rules.ts';
import { openPort } from '../../../src/core/remediations/open-port.ts';
import { withoutProbe } from '../../../src/core/remediations/without-probe.ts';
import { arbitraryCase, type Case, type RuleFields, type Texts } from '../../generated-worlds/arbitrary-case.ts';
import { configuration, facts, nic, publicIp, subnetWith } from '../checks/myvm.ts';
import { rule } from '../net/make.ts';
import { firstMatch } from '../net/plain-firewall.ts';
import { hourMs, requestId } from './make.ts';

/** As in the generated worlds: the VM is 10.7.0.4 in 10.7.0.0/16. */
const machine = '10.7.0.4';
const vnetPrefixes = ['10.7.0.0/16'];
const senders = [
  '203.0.113.6',
  '203.0.113.7',
  '203.0.113.8',
  '203.0.112.255',
  '198.51.100.4',
  '9.255.255.255',
  '10.7.0.9',
].concat('11.0.0.1', '172.32.0.1', '168.63.129.16', '2001:db8::7');
const ports = [21, 22, 23, 80, 2222];
const seed = 2051;

function ruleOf(fields: RuleFields, at: number, inGroup: boolean): SecurityRule {
  const list = (texts: Texts) => ('one' in texts ? [texts.one] : [...texts.many]);
  const { destinations, sources, ports: destinationPorts, ...others } = fields;
  // The plain firewall knows no groups as destinations: an address stands for being in one or not.
  const group = { one: inGroup ? machine : '10.7.0.9' };
  return rule({
    name: `r${at}`,
    ...(others as Pick<SecurityRule, 'priority' | 'direction' | 'access' | 'protocol'>),
    sources: list(sources),
    destinations: list(destinations === 'group' ? group : destinations).map((to) =>
      to === 'PUBLIC' ? '20.60.0.1' : to,
    ),
    destinationPorts: list(destinationPorts),
  });
}

function group(name: string, rules: readonly RuleFields[] | undefined, inGroup: boolean): Nsg | undefined {
  if (rules === undefined) return undefined;
  const own = rules.map((fields, at) => ruleOf(fields, at, inGroup));
  return {
    kind: 'nsg',
    id: `/x/networkSecurityGroups/${name}`,
    name,
    resourceGroup: 'g',
    rules: withDefaultRules(own),
  };
}

function worldOf({ subnetRules, nicRules, inGroup, sku }: Case): VmFacts {
  return behind(group('subnet', subnetRules, inGroup), group('nic', nicRules, inGroup), sku);
}

function behind(subnet: Nsg | undefined, own: Nsg | undefined, sku: 'Basic' | 'Standard'): VmFacts {
  const place = {
    privateAddress: machine,
    publicIp: { ...publicIp, sku },
    subnet: { ...subnetWith(subnet), vnetPrefixes },
  };
  return { ...facts, adminRules: [], nics: [nic({ nsg: own, ipConfigurations: [configuration(place)] })] };
}

function groupsOf({ nics: [only] }: VmFacts): Nsg[] {
  if (only?.kind !== 'nic') return [];
  const subnet = only.ipConfigurations[0]?.subnet;
  return [subnet?.kind === 'subnet' ? subnet.nsg : undefined, only.nsg].filter((each) => each?.kind === 'nsg');
}

const planOf = (world: VmFacts, from: string) =>
  openPort.plan({ facts: world, params: { from, port: 22, durationMs: hourMs }, requestId });

/** Azure after the plan, each rule at a priority of its range. */
function after(world: VmFacts, { writes }: Plan, choose: (nsg: Nsg, write: PlannedWrite) => number): VmFacts {
  const changed = groupsOf(world).map((nsg) => {
    const write = writes.find(({ path }) => path.startsWith(`${nsg.id}/`));
    return write === undefined ? nsg : { ...nsg, rules: [...nsg.rules, readBack(write, choose(nsg, write))] };
  });
  const find = (name: string) => changed.find((nsg) => nsg.name === name);
  const only = world.nics[0];
  const ip = only?.kind === 'nic' ? only.ipConfigurations[0]?.publicIp : undefined;
  return behind(find('subnet'), find('nic'), ip?.kind === 'public-ip' && ip.sku === 'Basic' ? 'Basic' : 'Standard');
}

function readBack({ path, body }: PlannedWrite, priority: number): SecurityRule {
  const { properties } = body as { properties: Record<string, string> };
  return rule({
    name: path.split('/').at(-1) ?? '',
    priority,
    protocol: properties.protocol ?? '',
    sources: [properties.sourceAddressPrefix ?? ''],
    destinations: [properties.destinationAddressPrefix ?? ''],
    destinationPorts: [properties.destinationPortRange ?? ''],
  });
}

function rulings(world: VmFacts, but: { readonly from: string }): string[] {
  const circumstances = { holding: new Set<string>(), vnetPrefixes };
  const packets = senders.flatMap((from) =>
    [machine, '10.7.0.5'].flatMap((to) => ports.map((port) => ({ from, to, port, sourcePort: 50_000 }))),
  );
  return groupsOf(world).flatMap(({ name, rules }) =>
    packets
      .filter(({ from, to, port }) => !(from === but.from && to === machine && port === 22))
      .map((packet) => `${name} ${JSON.stringify(packet)} ${firstMatch(rules, packet, circumstances)?.access}`),
  );
}

test('planned rules let in exactly the caller, at whatever free priority of their range', () => {
  const tally = { planned: 0, both: 0, open: 0, other: 0 };
  const cases = fc.record({ one: arbitraryCase, pick: fc.double({ min: 0, max: 1, noNaN: true }) });
  fc.assert(
    fc.property(cases, ({ one, pick }) => {
      const world = worldOf(one);
      const from = one.source;
      const made = planOf(world, from);
      if (made.kind === 'refused') {
        const isOpen = portOpenToCaller.evaluate(withoutProbe(world, { from, port: 22 })).status === 'pass';
        expect(made.problem.includes('already')).toBe(isOpen);
        tally[isOpen ? 'open' : 'other'] += 1;
        return;
      }
      tally.planned += 1;
      if (made.plan.writes.length > 1) tally.both += 1;
      const anywhere = (nsg: Nsg, write: PlannedWrite) => {
        const { from: first, to } = priorityRangeOf(write) ?? { from: 0, to: 0 };
        const taken = new Set(
          nsg.rules.filter(({ direction }) => direction === 'Inbound').map(({ priority }) => priority),
        );
        const free = Array.from({ length: to - first + 1 }, (_, at) => first + at).filter((each) => !taken.has(each));
        return free[Math.min(free.length - 1, Math.floor(pick * free.length))] ?? 0;
      };
      const chosen = (nsg: Nsg, write: PlannedWrite) => {
        const choice = choosePriority(nsg, priorityRangeOf(write) ?? { from: 0, to: 0 }, 'x');
        return choice.kind === 'chosen' ? choice.priority : 0;
      };
      const before = rulings(world, { from });
      for (const choose of [anywhere, chosen]) {
        const changed = after(world, made.plan, choose);
        expect(portOpenToCaller.evaluate(withoutProbe(changed, { from, port: 22 })).status).toBe('pass');
        expect(rulings(changed, { from })).toEqual(before);
        // Planned again, half done or done, it is the same plan.
        expect(planOf(changed, from)).toEqual(made);
      }
    }),
    { numRuns: 250, seed },
  );
  expect(tally.planned).toBeGreaterThan(100);
  expect(tally.both).toBeGreaterThan(20);
  expect(tally.open).toBeGreaterThan(20);
});

test('a plan stays what it is while unrelated rules come', () => {
  fc.assert(
    fc.property(arbitraryCase, fc.integer({ min: 100, max: 4096 }), fc.boolean(), (one, priority, elsewhere) => {
      const world = worldOf(one);
      const made = planOf(world, one.source);
      fc.pre(made.kind === 'planned');
      const unrelated = rule({
        name: 'new',
        priority,
        ...(elsewhere ? { destinationPorts: ['8443'] } : { sources: ['192.0.2.0/24'] }),
      });
      const groups = groupsOf(world).map((nsg) =>
        nsg.rules.some((each) => each.priority === priority) ? nsg : { ...nsg, rules: [...nsg.rules, unrelated] },
      );
      const find = (name: string) => groups.find((nsg) => nsg.name === name);
      const again = planOf(behind(find('subnet'), find('nic'), one.sku), one.source);
      expect(again.kind === 'planned' && planDigest(again.plan)).toBe(planDigest(made.plan));
    }),
    { numRuns: 200, seed },
  );
});

test('what is written and read back has not drifted', () => {
  const world = behind(group('subnet', [], false), group('nic', [], false), 'Standard');
  const made = planOf(world, '203.0.113.7');
  if (made.kind === 'refused') throw new Error(made.problem);
  const writes = Object.fromEntries(
    made.plan.writes.map((_, at) => [at, { status: 'done', priority: 300, atMs: 1 } as const]),
  );
  const rules = made.plan.writes.map((write) => readBack(write, 300));
  const drifts = expectedRules(made.plan, writes).map((expected, at) => driftOf(expected, rules[at]));
  expect(drifts).toEqual([{ kind: 'none' }, { kind: 'none' }]);
});
