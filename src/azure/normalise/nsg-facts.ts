import type { NetworkSecurityGroup } from '@azure/arm-network';
import type { NsgAsRead } from '../../core/nsg-facts.ts';
import { parseResourceId } from '../resource-id.ts';
import { normaliseNsg } from './nsg.ts';

export function normaliseNsgFacts(model: NetworkSecurityGroup, id: string): NsgAsRead {
  const { location = '', tags = {}, resourceGuid = '' } = model;
  return {
    nsg: normaliseNsg(model, id),
    guid: resourceGuid.toLowerCase(),
    subscriptionId: parseResourceId(id)?.subscriptionId ?? '',
    location,
    tags,
    subnetIds: idsOf(model.subnets),
    interfaceIds: idsOf(model.networkInterfaces),
  };
}

function idsOf(resources: readonly { readonly id?: string }[] | undefined): string[] {
  return (resources ?? []).flatMap(({ id }) => id ?? []);
}
