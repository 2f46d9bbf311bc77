import { azCommand } from '../checks/az-command.ts';
import type { Finding } from './finding.ts';
import { findingRef } from './finding-ref.ts';

/** Priorities that rules of one's own may have, both included. */
const lowest = 100;
const highest = 4096;

/**
 * The `az` commands that shut the internet out of one port, by a rule in front of the first that exposes it, and behind an
 * allow-list that is no more than that: nobody's own rule is changed, and its other ports stay open. IPv6 needs a rule of
 * its own, as no rule mixes the families. Where the priority is taken meanwhile, Azure refuses and changes nothing.
 *
 * @returns none when no priority is free in front, or when no rule list is to blame
 */
export function closeCommands(finding: Finding, port = 22): string[] {
  const { about, verdict, rules, id, resourceGroup, name, key, kinds, publicIpv4Addresses, publicIpv6Share } = finding;
  if (about !== 'nsg' || rules.length === 0 || verdict === 'narrow' || verdict === 'closed') return [];
  const isOpenOverIpv4 = publicIpv4Addresses > 0 || kinds.includes('azure-cloud');
  const families = [
    ...(isOpenOverIpv4 ? [{ word: 'internet', source: 'Internet' }] : []),
    ...(publicIpv6Share > 0 ? [{ word: 'ipv6', source: '2000::/3' }] : []),
  ];
  const free = finding.opening?.free ?? inFrontOf(rules);
  if (free.length < families.length) return [];
  return families.map(({ word, source }, at) =>
    azCommand('network nsg rule create', {
      subscription: id.split('/')[2],
      'resource-group': resourceGroup,
      'nsg-name': name,
      // A rule of the same name would be overwritten.
      name: `Deny-SSH-from-${word}-${findingRef(key).slice(0, 6)}`,
      priority: free[at] as number,
      direction: 'Inbound',
      access: 'Deny',
      protocol: 'Tcp',
      'source-address-prefixes': source,
      'destination-address-prefixes': '*',
      'destination-port-ranges': port,
    }),
  );
}

/** Of a finding that does not tell what is free. */
function inFrontOf(rules: Finding['rules']): readonly number[] {
  const first = Math.min(highest + 1, ...rules.map(({ priority }) => priority));
  return [first - 1, first - 2].filter((priority) => priority >= lowest);
}
