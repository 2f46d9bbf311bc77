import { endpointsOf, familyOf, rankEndpoints } from '../endpoints.ts';
import type { IpConfiguration, Nic, VmFacts } from '../facts.ts';
import { isPrivateCaller } from '../text/parse-caller.ts';
import type { Target } from './target.ts';
import { wayTo } from './way-to.ts';

type Place = Pick<Target, 'nic' | 'ipConfiguration'>;

/**
 * Where to send a caller: of several public endpoints the best that the rules surely let them through, else the best of
 * those that may be open. Without an endpoint: the primary configuration of the primary interface.
 *
 * @returns undefined when no interface could be read
 */
export function targetOf(facts: VmFacts, from: string, port: number): Target | undefined {
  const family = familyOf(from);
  const ranked = isPrivateCaller(from) ? [] : rankEndpoints(endpointsOf(facts, port).usable, family);
  const targets = ranked
    .filter((endpoint, _, [best]) => endpoint.family === best?.family)
    .map((endpoint) => ({ ...targetAt(endpoint), endpoint }));
  const [first, ...others] = targets;
  if (first === undefined) {
    const place = primary(facts, family);
    return place && { ...targetAt(place), endpoint: undefined };
  }
  if (others.length === 0) return first;
  const ways = targets.map((target) => ({ target, way: wayTo(facts, target, from, port).kind }));
  const best = ways.find(({ way }) => way === 'open') ?? ways.find(({ way }) => way !== 'closed');
  return best?.target ?? first;
}

function targetAt({ nic, ipConfiguration }: Place): Omit<Target, 'endpoint'> {
  const { subnet } = ipConfiguration;
  const subnetNsg = subnet?.kind === 'unreadable' ? subnet : subnet?.nsg;
  return { nic, ipConfiguration, subnetNsg, nicNsg: nic.nsg };
}

function primary(facts: VmFacts, family: 'IPv4' | 'IPv6'): Place | undefined {
  const rank = (nic: Nic, configuration: IpConfiguration) =>
    (configuration.version === family ? 0 : 100) + (nic.primary ? 0 : 2) + (configuration.primary ? 0 : 1);
  return facts.nics
    .filter((nic) => nic.kind === 'nic')
    .flatMap((nic) => nic.ipConfigurations.map((ipConfiguration) => ({ nic, ipConfiguration })))
    .sort((a, b) => rank(a.nic, a.ipConfiguration) - rank(b.nic, b.ipConfiguration))[0];
}
