import { describe, expect, it } from 'vitest';
import { endpointsOf, rankEndpoints } from '../../src/core/endpoints.ts';
import type { VmFacts } from '../../src/core/facts.ts';
import { configuration, facts, natRule, nic, publicIp, unreadable } from './checks/myvm.ts';

const ipv6 = { ...publicIp, name: 'six', address: '2001:db8::4' };
const second = configuration({
  id: 'two',
  name: 'two',
  primary: false,
  publicIp: { ...publicIp, name: 'second', address: '192.0.2.2' },
});
const bare = configuration({ publicIp: undefined });

function named(over: Partial<VmFacts>, port = 22) {
  return endpointsOf({ ...facts, ...over }, port).usable.map(({ name, port: outside, via }) => [name, outside, via]);
}

describe('endpointsOf', () => {
  it.each<[string, Partial<VmFacts>, number, unknown[]]>([
    ['its own address', {}, 22, [['myIP', 22, 'public-ip']]],
    ['its own address on another port', {}, 2222, [['myIP', 2222, 'public-ip']]],
    [
      'every configuration of every interface',
      {
        nics: [
          nic({ ipConfigurations: [configuration(), second] }),
          nic({ primary: false, ipConfigurations: [configuration({ id: 'x' })] }),
        ],
      },
      22,
      [
        ['myIP', 22, 'public-ip'],
        ['second', 22, 'public-ip'],
        ['myIP', 22, 'public-ip'],
      ],
    ],
    [
      'a forward, its id in another case',
      { nics: [nic({ ipConfigurations: [bare] })], forwards: [natRule] },
      22,
      [['ssh-1', 50001, 'nat-rule']],
    ],
    ['a forward to another port', { forwards: [natRule] }, 2222, [['myIP', 2222, 'public-ip']]],
    [
      'a forward of an internal load balancer',
      { nics: [nic({ ipConfigurations: [bare] })], forwards: [{ ...natRule, frontendAddress: '' }] },
      22,
      [],
    ],
    [
      'a forward to another configuration',
      { nics: [nic({ ipConfigurations: [bare] })], forwards: [{ ...natRule, ipConfigurationId: 'other' }] },
      22,
      [],
    ],
    ['nothing', { nics: [] }, 22, []],
  ])('%s', (_, over, port, expected) => {
    expect(named(over, port)).toEqual(expected);
  });

  it('keeps what could not be read in sight', () => {
    const parts = [unreadable('nic'), unreadable('ip'), unreadable('lb')] as const;
    const found = endpointsOf(
      {
        ...facts,
        nics: [parts[0], nic({ ipConfigurations: [configuration({ publicIp: parts[1] })] })],
        forwards: [parts[2]],
      },
      22,
    );
    expect(found.usable).toEqual([]);
    expect(found.unreadable).toEqual(parts);
  });

  it('tells a public IP without an address from none', () => {
    const { address: _, ...unassigned } = publicIp;
    const found = endpointsOf(
      { ...facts, nics: [nic({ ipConfigurations: [configuration({ publicIp: unassigned })] })] },
      22,
    );
    expect(found).toMatchObject({ usable: [], unassigned: [{ name: 'myIP' }], unreadable: [] });
  });
});

describe('rankEndpoints', () => {
  const dual = nic({
    ipConfigurations: [
      second,
      configuration(),
      configuration({ id: 'v6', primary: false, version: 'IPv6', publicIp: ipv6 }),
    ],
  });
  const { usable } = endpointsOf({ ...facts, nics: [dual], forwards: [natRule] }, 22);
  it.each([
    ['IPv4', usable, 'myIP'],
    ['IPv6', usable, 'six'],
    ['IPv4', usable.filter(({ via }) => via !== 'public-ip'), 'ssh-1'],
    ['IPv6', usable.filter(({ family }) => family === 'IPv4'), 'myIP'],
    ['IPv4', [], undefined],
  ] as const)('%s of %#: %s', (family, endpoints, name) => {
    expect(rankEndpoints(endpoints, family)[0]?.name).toBe(name);
  });
});
