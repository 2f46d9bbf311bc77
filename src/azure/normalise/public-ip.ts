import type { PublicIPAddress } from '@azure/arm-network';
import type { PublicIp, Sku } from '../../core/facts.ts';
import { AddressSet } from '../../core/net/address-set.ts';
import { nameOf } from '../resource-id.ts';
import { UnexpectedAnswer } from '../unexpected-answer.ts';

/** @throws UnexpectedAnswer at an address that is none: it would end up in the line that people type */
export function normalisePublicIp(model: PublicIPAddress, id: string): PublicIp {
  const address = model.ipAddress ? AddressSet.parse(model.ipAddress.trim())?.toCidrs() : [];
  if (address === undefined || address.length > 1 || address[0]?.includes('/'))
    throw new UnexpectedAnswer(`"${model.ipAddress}" is no address`);
  return {
    kind: 'public-ip',
    id: model.id ?? id,
    name: model.name ?? nameOf(id),
    sku: skuOf(model.sku?.name),
    allocation: model.publicIPAllocationMethod?.toLowerCase() === 'static' ? 'Static' : 'Dynamic',
    ...(address[0] === undefined ? {} : { address: address[0] }),
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
