import type { IpConfiguration, Nic, Nsg, PublicIp, Subnet, Unreadable, VmFacts } from '../facts.ts';
import { isRuleNameOf, resourceName } from './names.ts';

/**
 * The facts as they were before a request changed anything: its own rules, its public IP and its group are left out. So
 * the same plan comes out before it is carried out, when half of it is done, and afterwards. By name, since ids of
 * requests are not guessed: the key of the seals is not for planning.
 */
export function withoutOwnDoing(facts: VmFacts, requestId: string): VmFacts {
  const names = {
    publicIp: resourceName(facts.vm.name, requestId).toLowerCase(),
    nsg: resourceName(facts.vm.name, requestId, 'nsg').toLowerCase(),
  };

  function nsgBefore(nsg: Nsg | Unreadable | undefined): Nsg | Unreadable | undefined {
    if (nsg?.kind !== 'nsg') return nsg;
    if (nsg.name.toLowerCase() === names.nsg) return undefined;
    const rules = nsg.rules.filter(({ name, isDefault }) => isDefault || !isRuleNameOf(requestId, name));
    return rules.length === nsg.rules.length ? nsg : { ...nsg, rules };
  }

  function subnetBefore(subnet: Subnet | Unreadable | undefined): Subnet | Unreadable | undefined {
    return subnet?.kind === 'subnet' ? { ...subnet, nsg: nsgBefore(subnet.nsg) } : subnet;
  }

  function publicIpBefore(publicIp: PublicIp | Unreadable | undefined): PublicIp | Unreadable | undefined {
    return publicIp?.kind === 'public-ip' && publicIp.name.toLowerCase() === names.publicIp ? undefined : publicIp;
  }

  function configurationBefore(configuration: IpConfiguration): IpConfiguration {
    const { publicIp, subnet } = configuration;
    return { ...configuration, publicIp: publicIpBefore(publicIp), subnet: subnetBefore(subnet) };
  }

  function nicBefore(nic: Nic | Unreadable): Nic | Unreadable {
    if (nic.kind === 'unreadable') return nic;
    return { ...nic, nsg: nsgBefore(nic.nsg), ipConfigurations: nic.ipConfigurations.map(configurationBefore) };
  }

  return { ...facts, nics: facts.nics.map(nicBefore) };
}
