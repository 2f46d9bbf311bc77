import { familyOf } from '../endpoints.ts';
import { azCommand } from './az-command.ts';
import type { CheckInput, Outcome } from './check.ts';
import { targetOf } from './target-of.ts';

/** The remediation for a missing address, with its commands where two lines are all that it takes. */
export function associateAddress({ facts, from, port }: CheckInput): Pick<Outcome, 'fix' | 'command'> {
  const target = targetOf(facts, from, port);
  const configuration = target?.ipConfiguration;
  // An address belongs to an ipConfiguration of its own family; adding one is more than a line to paste.
  if (target === undefined || configuration?.version !== familyOf(from) || configuration.publicIp !== undefined) {
    return { fix: 'associate-public-ip' };
  }
  const { vm } = facts;
  const name = `${vm.name}-ip`;
  const create = azCommand('network public-ip create', {
    subscription: vm.subscriptionId,
    'resource-group': vm.resourceGroup,
    name,
    location: vm.location,
    sku: 'Standard',
    'allocation-method': 'Static',
    version: configuration.version,
  });
  const id = `/subscriptions/${vm.subscriptionId}/resourceGroups/${vm.resourceGroup}/providers/Microsoft.Network/publicIPAddresses/${name}`;
  const attach = azCommand('network nic ip-config update', { ids: configuration.id, 'public-ip-address': id });
  return { fix: 'associate-public-ip', command: `${create}\n${attach}` };
}
