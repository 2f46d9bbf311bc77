import type { Nsg } from '../facts.ts';
import { AddressSet } from './address-set.ts';
import { publicSpace } from './address-space.ts';
import type { Exposure, ExposureContext, ExposureKind, GuardedHost, Verdict } from './exposure.ts';
import { accessOf, judgeNsg, type NsgJudgement } from './judge-nsg.ts';

const allIpv4 = publicSpace.ipv4Size;
const allIpv6 = 2 ** 125;

/** What one group alone lets in from the internet, to whichever host behind it lets in most. */
export function exposureOf(nsg: Pick<Nsg, 'rules'>, context: ExposureContext): Exposure {
  const hosts = context.hosts ?? likelyHosts(nsg);
  const judged = hosts.map((host) => judgeHost(nsg, host, context));
  const sources = AddressSet.join(judged.map(({ allowed }) => allowed));
  const letting = judged.flatMap(({ decisions, allowed, unsure }) =>
    decisions.flatMap(({ rule, hit }) =>
      accessOf(rule) === 'allow' && (hit.overlaps(allowed) || (isAzure(rule.sources) && hit.overlaps(unsure)))
        ? [rule]
        : [],
    ),
  );
  const rules = [...new Set(letting)].toSorted((left, right) => left.priority - right.priority);
  const unsure = AddressSet.join(judged.map((each) => each.unsure));
  const azure = rules.some((rule) => isAzure(rule.sources));
  const share = sources.ipv4Size / allIpv4;
  const ipv6Share = Number(sources.ipv6Size) / allIpv6;
  const everywhere = judged.every(({ allowed }) => allowed.equals(sources));
  const kinds: ExposureKind[] = [
    ...(share >= 0.99 && everywhere ? (['all-internet'] as const) : []),
    ...(share > 0 && share < 0.99 ? (['source-range'] as const) : []),
    ...(!everywhere ? (['some-destinations'] as const) : []),
    ...(ipv6Share > 0 ? (['ipv6'] as const) : []),
    ...(azure ? (['azure-cloud'] as const) : []),
    ...(rules.some(({ isDefault }) => isDefault) ? (['virtual-network-route'] as const) : []),
  ];
  const wide =
    sources.ipv4Size >= 2 ** (32 - context.thresholds.ipv4Bits) ||
    ipv6Share >= 2 ** (3 - context.thresholds.ipv6Bits) ||
    azure;
  const known: Verdict =
    share >= 0.99 && everywhere ? 'open' : wide ? 'partial' : sources.isEmpty ? 'closed' : 'narrow';
  const isOpenQuestion = known === 'closed' && !unsure.isEmpty;
  return {
    verdict: isOpenQuestion ? 'unknown' : known,
    kinds,
    sources,
    publicIpv4Addresses: sources.ipv4Size,
    publicIpv4Share: share,
    publicIpv6Share: ipv6Share,
    rules,
    shadowed: [],
    remarks: [],
    ...(isOpenQuestion && { because: 'It hangs on addresses that the rules do not name.' }),
  };
}

function judgeHost(nsg: Pick<Nsg, 'rules'>, host: GuardedHost, context: ExposureContext): NsgJudgement {
  return judgeNsg(nsg, {
    sources: publicSpace,
    destination: host.address,
    destinationAsgIds: host.asgIds,
    port: context.port,
    vnetPrefixes: [...(context.vnetPrefixes ?? []), ...(context.routePrefixes ?? [])],
  });
}

/** Where the hosts are not known: one that every rule may be about, and one that no rule names. */
function likelyHosts({ rules }: Pick<Nsg, 'rules'>): GuardedHost[] {
  const inbound = rules.filter(({ direction }) => direction.toLowerCase() === 'inbound');
  const named = inbound.flatMap(({ destinations }) => destinations.flatMap((text) => AddressSet.parse(text) ?? []));
  const narrow = named.filter((set) => !set.contains(AddressSet.anyIpv4) && !set.contains(AddressSet.anyIpv6));
  const free = ['10.255.255.254', '172.31.255.254', '192.168.255.254'].find(
    (address) => !narrow.some((set) => set.contains(AddressSet.of(address))),
  );
  const generic = free ?? '10.255.255.254';
  const asgIds = inbound.flatMap(({ destinationAsgIds }) => destinationAsgIds);
  return [
    { address: generic, asgIds: [] },
    ...narrow.flatMap((set) => set.toRanges().map(({ first }) => ({ address: first, asgIds: [] }))),
    ...asgIds.map((id) => ({ address: generic, asgIds: [id] })),
  ];
}

function isAzure(sources: readonly string[]): boolean {
  return sources.some((text) => /^azurecloud(\.|$)/i.test(text));
}
