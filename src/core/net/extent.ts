import { AddressSet } from './address-set.ts';
import { privateSpace, publicSpace } from './address-space.ts';
import type { AddressTerms } from './rule-terms.ts';
import type { VirtualNetworkSpace } from './virtual-network.ts';

/** Addresses that a rule may hold, without saying so. */
export interface Doubt {
  /** Names the unknown: two rules with the same key hold the same addresses, whichever these are. */
  readonly key: string;
  readonly area: AddressSet;
  /** One sentence: why it cannot be told. */
  readonly because: string;
}

/** Which addresses one side of a rule stands for. */
export interface Extent {
  readonly certain: AddressSet;
  readonly doubts: readonly Doubt[];
}

const noDoubts: readonly Doubt[] = [];

/** What an address list means within a virtual network. */
export function extentOf(terms: AddressTerms, network: VirtualNetworkSpace): Extent {
  if (!terms.virtualNetwork && terms.open.length === 0 && terms.asgIds.length === 0) {
    return { certain: terms.fixed, doubts: noDoubts };
  }
  const doubts = terms.open.map((prefix) => doubtOf(prefix, network));
  // A member of an application security group is a network interface in the virtual network, never the internet.
  for (const id of terms.asgIds) doubts.push(groupDoubt(id, network));
  if (!terms.virtualNetwork) return { certain: terms.fixed, doubts };
  doubts.push({
    key: 'virtualnetwork',
    area: network.possible,
    because:
      'Whether VirtualNetwork holds a private address outside the known networks depends on gateways and routes.',
  });
  return { certain: terms.fixed.union(network.known), doubts };
}

function doubtOf(prefix: AddressTerms['open'][number], network: VirtualNetworkSpace): Doubt {
  switch (prefix.kind) {
    case 'service-tag':
      return {
        key: `tag ${prefix.tag.toLowerCase()}`,
        area: publicSpace,
        because: `Which public addresses the service tag ${prefix.tag} holds is not part of the rule.`,
      };
    case 'network-group':
      return groupDoubt(prefix.id, network);
    case 'unclear':
      return {
        key: `unclear ${prefix.text}`,
        area: AddressSet.any,
        because: prefix.text === '' ? 'The rule names no addresses.' : `"${prefix.text}" is not understood.`,
      };
  }
}

function groupDoubt(id: string, network: VirtualNetworkSpace): Doubt {
  const name = id.slice(id.lastIndexOf('/') + 1);
  return {
    key: `group ${id}`,
    area: network.known.union(privateSpace),
    because: `Which addresses the group ${name} holds is not part of the rule.`,
  };
}

/** Whether what is left out with one key leaves out another: a tag without a region holds the same tag with one. */
export function leavesOut(leftOut: ReadonlySet<string>, key: string): boolean {
  if (leftOut.size === 0) return false;
  const dot = key.startsWith('tag ') ? key.indexOf('.') : -1;
  return leftOut.has(key) || (dot > 0 && leftOut.has(key.slice(0, dot)));
}
