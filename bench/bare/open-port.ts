import { apiVersions } from '../../src/core/remediations/api-versions.ts';
import type { BareClient } from './bare-client.ts';

/** Resource ids, all of them known since somebody asked; and the rule that is to be. */
export interface BareOpening {
  readonly vm: string;
  readonly nic: string;
  readonly nsg: string;
  readonly publicIp: string;
  readonly vnet: string;
  /** Microsoft Defender's just-in-time policies of the subscription. */
  readonly jit: string;
  readonly rule: { readonly name: string; readonly priority: number; readonly source: string };
}

/**
 * What opening a port asks of Resource Manager and nothing else, round by round: the VM and its interface, as another
 * machine may have the name by now; what these refer to, as the plan must still be the one that was approved; the write;
 * and the polls until it is done.
 */
export async function openPortBare({ call, follow }: BareClient, at: BareOpening): Promise<void> {
  const { compute, network, security } = apiVersions;
  await Promise.all([
    call('GET', `${at.vm}?$expand=instanceView`, compute),
    call('GET', at.nic, network),
    call('GET', at.jit, security),
  ]);
  await Promise.all([
    ...[at.nsg, at.publicIp, at.vnet].map((id) => call('GET', id, network)),
    call('POST', `${at.vnet}/listNetworkManagerEffectiveSecurityAdminRules`, network, {}),
  ]);
  const { name, priority, source } = at.rule;
  const answer = await call('PUT', `${at.nsg}/securityRules/${name}`, network, {
    properties: {
      priority,
      direction: 'Inbound',
      access: 'Allow',
      protocol: 'Tcp',
      sourceAddressPrefix: source,
      sourcePortRange: '*',
      destinationAddressPrefix: '10.0.0.4',
      destinationPortRange: '22',
    },
  });
  await follow(answer);
}
