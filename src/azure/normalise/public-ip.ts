import type { PublicIPAddress } from '@azure/arm-network';
import type { PublicIp, Sku } from '../../core/facts.ts';
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

/**
 * Everything newer than Basic (Standard, StandardV2, Gateway) is closed until a network security group opens it.
 * Only in a request does a missing sku mean Basic. Answers have one since api-version 2017-08-01; a body without it went
 * through an older one, which leaves it out of Standard addresses as well, or lost it on its way.
 */
export function skuOf(name: string | null | undefined): Sku {
  if (!name) return 'unknown';
  return /^basic$/i.test(name.trim()) ? 'Basic' : 'Standard';
}
