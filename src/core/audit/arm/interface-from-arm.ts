import { AddressSet } from '../../net/address-set.ts';
import { childId, idsOf, lastOf, listOf, objectOf, propertiesOf, tagsOf, textOf } from './object.ts';

/** A network interface as far as an audit looks at it; ids in lower case, names as Azure has them. */
export interface SurveyedInterface {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly machineId: string | undefined;
  readonly nsgId: string | undefined;
  readonly configurations: readonly SurveyedConfiguration[];
}

export interface SurveyedConfiguration {
  readonly id: string;
  /** Canonical; '' where it is not known. */
  readonly privateAddress: string;
  readonly subnetId: string;
  readonly publicIpId: string | undefined;
  readonly asgIds: readonly string[];
  /** Pools and NAT rules of load balancers that the interface itself names. */
  readonly poolIds: readonly string[];
  readonly natRuleIds: readonly string[];
}

/** @returns undefined for what is no network interface */
export function interfaceFromArm(value: unknown): SurveyedInterface | undefined {
  const object = objectOf(value);
  const id = textOf(object?.id);
  if (object === undefined || id === undefined) return undefined;
  const from = propertiesOf(object);
  return {
    id: id.toLowerCase(),
    name: textOf(object.name) ?? lastOf(id),
    location: textOf(object.location) ?? '',
    tags: tagsOf(object.tags),
    machineId: idOf(from.virtualMachine),
    nsgId: idOf(from.networkSecurityGroup),
    configurations: listOf(from.ipConfigurations).flatMap((each) => configurationOf(each, id) ?? []),
  };
}

function configurationOf(value: unknown, nicId: string): SurveyedConfiguration | undefined {
  const object = objectOf(value);
  if (object === undefined) return undefined;
  const from = propertiesOf(object);
  const lower = (ids: readonly string[]) => ids.map((id) => id.toLowerCase());
  return {
    id: childId(object, nicId, 'ipConfigurations'),
    privateAddress: addressIn(from.privateIPAddress),
    subnetId: idOf(from.subnet) ?? '',
    publicIpId: idOf(from.publicIPAddress),
    asgIds: lower(idsOf(from.applicationSecurityGroups)),
    poolIds: lower(idsOf(from.loadBalancerBackendAddressPools)),
    natRuleIds: lower(idsOf(from.loadBalancerInboundNatRules)),
  };
}

/** An address in its canonical form, so that two of them can be compared; '' for what is none. */
export function addressIn(value: unknown): string {
  return AddressSet.parse(textOf(value)?.trim() ?? '')?.toCidrs()[0] ?? '';
}

/** The id of a reference `{id}`, in lower case. */
export function idOf(value: unknown): string | undefined {
  return textOf(objectOf(value)?.id)?.toLowerCase();
}
