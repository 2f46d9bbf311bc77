import type { SecurityRule } from '../../../src/core/facts.ts';
import { usualThresholds } from '../../../src/core/net/exposure.ts';
import type { NsgFacts } from '../../../src/core/nsg-facts.ts';
import { rule } from '../net/make.ts';

export const groupId =
  '/subscriptions/2d7e3c1a-5b64-4c9f-8f0e-3a9b1c2d4e5f/resourceGroups/apps/providers/Microsoft.Network/networkSecurityGroups/web-nsg';
export const requestId = 'abcdefghij';

/** A group with these rules of its own. */
export function groupFacts(rules: readonly Partial<SecurityRule>[], bend: Partial<NsgFacts> = {}): NsgFacts {
  return {
    nsg: { kind: 'nsg', id: groupId, name: 'web-nsg', resourceGroup: 'apps', rules: rules.map((each) => rule(each)) },
    guid: 'guid-1',
    subscriptionId: '2d7e3c1a-5b64-4c9f-8f0e-3a9b1c2d4e5f',
    location: 'westeurope',
    tags: {},
    subnetIds: [],
    interfaceIds: [],
    ownRules: [],
    thresholds: usualThresholds,
    ...bend,
  };
}
