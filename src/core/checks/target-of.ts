import { endpointsOf, familyOf, rankEndpoints } from '../endpoints.ts';
import type { IpConfiguration, Nic, VmFacts } from '../facts.ts';
import { isPrivateCaller } from '../text/parse-caller.ts';
import type { Target } from './target.ts';
import { wayTo } from './way-to.ts';

type Place = Pick<Target, 'nic' | 'ipConfiguration'>;

/**
 * Where to send a caller: of several public endpoints, or of several private addresses for callers from inside, the best
 * that the rules surely let them through, else the best of those that may be open. Callers from outside without an
 * endpoint: the primary configuration of the primary interface.
 *
 * @returns undefined when no interface could be read
 */
export function targetOf(facts: VmFacts, from: string, port: number): Target | undefined {
  const targets = isPrivateCaller(from) ? inside(facts, from) : outside(facts, from, port);
  const [first, ...others] = targets;
  if (first === undefined || others.length === 0) return first;
  const ways = targets.map((target) => ({ target, way: wayTo(facts, target, from, port).kind }));
  const best = ways.find(({ way }) => way === 'open') ?? ways.find(({ way }) => way !== 'closed');
  return best?.target ?? first;
}

function outside(facts: VmFacts, from: string, port: number): Target[] {
  const ranked = rankEndpoints(endpointsOf(facts, port).usable, familyOf(from));
  if (ranked.length === 0) return inside(facts, from).slice(0, 1);
  return ranked
    .filter((endpoint, _, [best]) => endpoint.family === best?.family)
    .map((endpoint) => ({ ...targetAt(endpoint), endpoint }));
}

function inside(facts: VmFacts, from: string): Target[] {
  return rankPlaces(facts, familyOf(from))
    .filter(({ ipConfiguration }, _, [best]) => ipConfiguration.version === best?.ipConfiguration.version)
    .map((place) => ({ ...targetAt(place), endpoint: undefined }));
}

function targetAt({ nic, ipConfiguration }: Place): Omit<Target, 'endpoint'> {
  const { subnet } = ipConfiguration;
  const subnetNsg = subnet?.kind === 'unreadable' ? subnet : subnet?.nsg;
  return { nic, ipConfiguration, subnetNsg, nicNsg: nic.nsg };
}

function rankPlaces(facts: VmFacts, family: 'IPv4' | 'IPv6'): Place[] {
  const rank = (nic: Nic, configuration: IpConfiguration) =>
    (configuration.version === family ? 0 : 100) + (nic.primary ? 0 : 2) + (configuration.primary ? 0 : 1);
  return facts.nics
    .filter((nic) => nic.kind === 'nic')
    .flatMap((nic) => nic.ipConfigurations.map((ipConfiguration) => ({ nic, ipConfiguration })))
    .sort((a, b) => rank(a.nic, a.ipConfiguration) - rank(b.nic, b.ipConfiguration));
}
