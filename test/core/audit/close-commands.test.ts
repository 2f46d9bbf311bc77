import { describe, expect, it } from 'vitest';
import { closeCommands } from '../../../src/core/audit/close-commands.ts';
import type { Finding } from '../../../src/core/audit/finding.ts';
import { findingRef } from '../../../src/core/audit/finding-ref.ts';
import { aFinding } from '../../views/audit-runs.ts';

const rule = { name: 'allow', priority: 300, protocol: 'Tcp', sources: ['*'], destinations: ['*'], ports: ['22,443'] };
const ref = findingRef(aFinding().key).slice(0, 6);
const commands = (changed: Partial<Finding>) => closeCommands(aFinding({ rules: [rule], ...changed }));

describe('closeCommands', () => {
  it('denies TCP 22 directly in front of the first rule that lets the internet in', () => {
    expect(commands({ rules: [{ ...rule, priority: 400 }, rule] })).toEqual([
      'az network nsg rule create --subscription 11111111-1111-4111-8111-111111111111 --resource-group web' +
        ` --nsg-name web-nsg --name Deny-SSH-from-internet-${ref} --priority 299 --direction Inbound --access Deny` +
        " --protocol Tcp --source-address-prefixes Internet --destination-address-prefixes '*'" +
        ' --destination-port-ranges 22',
    ]);
  });

  it.each<[string, Partial<Finding>, readonly RegExp[]]>([
    ['over IPv6 only', { publicIpv4Addresses: 0, publicIpv6Share: 1 }, [/ipv6-.* 299 .*2000::\/3/]],
    ['over both', { publicIpv6Share: 1 }, [/internet-.* 299 .* Internet/, /ipv6-.* 298 .*2000::\/3/]],
    ['to all of Azure', { publicIpv4Addresses: 0, kinds: ['azure-cloud'] }, [/ Internet /]],
    ['by a default rule', { rules: [{ ...rule, priority: 65000 }] }, [/--priority 4096 /]],
    ['by the rule of the last priority in front of which is room', { rules: [{ ...rule, priority: 101 }] }, [/ 100 /]],
    ['by a rule with the first priority there is', { rules: [{ ...rule, priority: 100 }] }, []],
    ['over both, with room for one rule', { publicIpv6Share: 1, rules: [{ ...rule, priority: 101 }] }, []],
    [
      'by a rule behind an office',
      { rules: [rule, { ...rule, priority: 400 }], opening: { rule: 'all', free: [399, 398] } },
      [/ 399 /],
    ],
    ['where no number is free', { opening: { rule: 'allow', free: [] } }, []],
    ['over both, where one number is free', { publicIpv6Share: 1, opening: { rule: 'allow', free: [299] } }, []],
    ['to a short list alone', { verdict: 'narrow' }, []],
    ['without any group', { about: 'machine' }, []],
    ['by no rule that is known', { rules: [] }, []],
    ['with an odd name', { name: "a'b; rm -rf $HOME" }, [/--nsg-name 'a'\\''b; rm -rf \$HOME' /]],
  ])('open %s', (_, changed, expected) => {
    const all = commands(changed);
    expect(all).toHaveLength(expected.length);
    for (const [at, words] of expected.entries()) expect(all[at]).toMatch(words);
  });
});
