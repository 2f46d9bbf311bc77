import type { PublicIPAddress } from '@azure/arm-network';
import type { PublicIp } from '../../core/facts.ts';
import { nameOf } from '../resource-id.ts';

export function normalisePublicIp(model: PublicIPAddress, id: string): PublicIp {
  return {
    kind: 'public-ip',
    id: model.id ?? id,
    name: model.name ?? nameOf(id),
    sku: skuOf(model.sku?.name),
    allocation: model.publicIPAllocationMethod?.toLowerCase() === 'static' ? 'Static' : 'Dynamic',
    ...(model.ipAddress ? { address: model.ipAddress } : {}),
  };
}

/** Everything newer than Basic (Standard, StandardV2, Gateway) is closed until a network security group opens it. */
export function skuOf(name: string | undefined): 'Basic' | 'Standard' {
  return name === undefined || /^basic$/i.test(name) ? 'Basic' : 'Standard';
}
