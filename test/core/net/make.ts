import type { AdminRule, Nsg, SecurityRule, Unreadable } from '../../../src/core/facts.ts';
import { AddressSet } from '../../../src/core/net/address-set.ts';
import type { Flow } from '../../../src/core/net/ruling.ts';

/** An inbound rule that lets SSH in from anywhere, but for what is said otherwise. */
export function rule(parts: Partial<SecurityRule> = {}): SecurityRule {
  return {
    name: 'ssh',
    priority: 100,
    direction: 'Inbound',
    access: 'Allow',
    protocol: 'Tcp',
    sources: ['*'],
    sourceAsgIds: [],
    sourcePorts: ['*'],
    destinations: ['*'],
    destinationAsgIds: [],
    destinationPorts: ['22'],
    isDefault: false,
    ...parts,
  };
}

export function adminRule(parts: Partial<AdminRule> = {}): AdminRule {
  return {
    name: 'admin',
    priority: 100,
    direction: 'Inbound',
    access: 'Deny',
    protocol: 'Tcp',
    sources: ['*'],
    sourcePorts: ['*'],
    destinations: ['*'],
    destinationPorts: ['22'],
    ...parts,
  };
}

export function nsg(name: string, ...rules: readonly SecurityRule[]): Nsg {
  return { kind: 'nsg', id: `/nsgs/${name}`, name, resourceGroup: 'group', rules };
}

export function unreadable(what: string): Unreadable {
  return { kind: 'unreadable', what, reason: 'forbidden', because: 'Not allowed to read it.' };
}

/** SSH from one public address to 10.0.0.4 in 10.0.0.0/16, but for what is said otherwise. */
export function flow(from = '203.0.113.7', parts: Partial<Omit<Flow, 'sources'>> = {}): Flow {
  return {
    sources: AddressSet.of(...from.split(' ')),
    destination: '10.0.0.4',
    destinationAsgIds: [],
    port: 22,
    vnetPrefixes: ['10.0.0.0/16'],
    ...parts,
  };
}
