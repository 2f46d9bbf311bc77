import type { Resource } from '../../world/schema.ts';
import { digList, digText } from './dig.ts';
import type { Endpoint, VmNetwork } from './vm-network.ts';

/** Whether packets from one address reach port 22 of a VM. */
export interface Reach {
  readonly address: string;
  readonly who: 'bot' | 'internet' | 'recent';
  readonly verdict: 'reaches' | 'blocked' | 'no way in';
}

export interface VmRow extends VmNetwork {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly subscription: string;
  readonly location: string;
  readonly size: string;
  readonly os: 'Linux' | 'Windows' | 'unknown';
  /** The word after `PowerState/`, or `unknown`. */
  readonly power: string;
  readonly endpoints: readonly Endpoint[];
  /** Empty where nobody can tell. */
  readonly reach: readonly Reach[];
}

export function vmRow(
  vm: Resource,
  place: { readonly resourceGroup: string; readonly subscription: string },
  network: VmNetwork,
  reach: readonly Reach[],
): VmRow {
  return {
    id: vm.id,
    name: vm.name,
    ...place,
    location: vm.location ?? '',
    size: digText(vm.properties, 'hardwareProfile', 'vmSize') ?? '',
    os: osOf(vm),
    power: powerOf(vm),
    ...network,
    reach,
  };
}

function powerOf(vm: Resource): string {
  const codes = digList(vm.properties, 'instanceView', 'statuses').map((status) => digText(status, 'code') ?? '');
  return codes.find((code) => /^PowerState\//i.test(code))?.split('/')[1] ?? 'unknown';
}

function osOf(vm: Resource): VmRow['os'] {
  const type = digText(vm.properties, 'storageProfile', 'osDisk', 'osType')?.toLowerCase();
  return type === 'linux' ? 'Linux' : type === 'windows' ? 'Windows' : 'unknown';
}
