import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SecurityRule } from '../../../src/core/facts.ts';
import { AddressSet } from '../../../src/core/net/address-set.ts';
import { publicSpace } from '../../../src/core/net/address-space.ts';
import { defaultRules } from '../../../src/core/net/default-rules.ts';
import { judgeNsg } from '../../../src/core/net/judge-nsg.ts';
import { hosts, outside, ruleLists, samples, sourcePorts } from './drawn-rules.ts';
import { exposureTo } from './exposure.ts';
import { firstMatch } from './plain-firewall.ts';

const runs = 1500;
/** Whether a packet from this address gets to a host, from whatever port its sender chooses. */
function getsIn(rules: readonly SecurityRule[], from: string, to: string): boolean {
  return sourcePorts.some(
    (sourcePort) => firstMatch(rules, { from, sourcePort, to, port: 22 }, outside)?.access === 'Allow',
  );
}

const sameFamily = (left: string, right: string) => left.includes(':') === right.includes(':');

test('agrees with a firewall that looks at one packet at a time', () => {
  let packets = 0;
  const sets = new Map(samples.map((from) => [from, AddressSet.of(from)]));
  fc.assert(
    fc.property(ruleLists, (rules) => {
      const all = [...rules, ...defaultRules];
      for (const host of hosts) {
        const { sources: found } = exposureTo(rules, { hosts: [host], vnetPrefixes: outside.vnetPrefixes });
        for (const [from, address] of sets) {
          if (!sameFamily(from, host.address)) continue;
          packets += sourcePorts.length;
          const expected = publicSpace.contains(address) && getsIn(all, from, host.address);
          expect([from, host.address, found.contains(address)]).toEqual([from, host.address, expected]);
        }
      }
    }),
    { numRuns: runs, seed: 20_261_126 },
  );
  expect(packets).toBeGreaterThan(100_000);
});

test('agrees with the one-flow question', () => {
  const plain = ruleLists.map((rules) => rules.map((each) => ({ ...each, sourcePorts: ['*'] })));
  fc.assert(
    fc.property(plain, fc.constantFrom(...samples), fc.constantFrom(...hosts), (rules, from, host) => {
      if (!sameFamily(from, host.address) || !publicSpace.contains(AddressSet.of(from))) return;
      const { sources: found } = exposureTo(rules, { hosts: [host], vnetPrefixes: outside.vnetPrefixes });
      const flow = {
        sources: AddressSet.of(from),
        destination: host.address,
        destinationAsgIds: [],
        port: 22,
        vnetPrefixes: outside.vnetPrefixes,
      };
      expect(found.intersect(flow.sources).equals(judgeNsg({ rules }, flow).allowed)).toBe(true);
    }),
    { numRuns: 3000, seed: 20_261_126 },
  );
});

test('hosts together are let in by whoever gets to one of them', () => {
  fc.assert(
    fc.property(ruleLists, (rules) => {
      const together = exposureTo(rules, { hosts }).sources;
      const each = hosts.map((host) => exposureTo(rules, { hosts: [host] }).sources);
      expect(together.equals(AddressSet.join(each))).toBe(true);
    }),
    { numRuns: 500, seed: 20_261_126 },
  );
});

test('a rule is shadowed by what stands in front of it, and a Deny that keeps nobody out changes nothing', () => {
  let denies = 0;
  const placed = ruleLists.filter((rules) => new Set(rules.map(({ priority }) => priority)).size === rules.length);
  fc.assert(
    fc.property(placed, fc.constantFrom(undefined, hosts), (rules, guarded) => {
      const context = { vnetPrefixes: outside.vnetPrefixes, ...(guarded && { hosts: guarded }) };
      const { shadowed, sources } = exposureTo(rules, context);
      for (const { rule, by, wholly } of shadowed) {
        for (const each of by) expect(each.priority).toBeLessThan(rule.priority);
        if (rule.access !== 'Deny' || !wholly) continue;
        denies += 1;
        const without = exposureTo(
          rules.filter((each) => each !== rule),
          context,
        );
        expect(without.sources.equals(sources)).toBe(true);
      }
    }),
    { numRuns: 2 * runs, seed: 20_261_126 },
  );
  expect(denies).toBeGreaterThan(100);
});
