import type { Exposure, ExposureKind, Thresholds, Verdict } from '../net/exposure.ts';
import { exposureOf } from '../net/exposure-of.ts';
import { publicBlocks } from '../net/public-blocks.ts';
import { nsgFromArm, type ReadNsg } from './arm/nsg-from-arm.ts';
import { inScaleSet } from './behind-group.ts';
import type { ExposurePath } from './finding.ts';
import type { Severity } from './severity.ts';

/** One group in the answer of `npm run audit`. Plain data, in the order of its keys. */
export interface NsgEntry {
  readonly id: string;
  readonly name: string;
  readonly verdict: Verdict;
  readonly kinds: readonly ExposureKind[];
  readonly publicIpv4Addresses: number;
  readonly publicIpv4Share: number;
  readonly publicIpv6Share: number;
  /** How many rules of its own it has. */
  readonly ruleCount: number;
  /** Names of the rules that let public addresses in, in the order of evaluation. */
  readonly rules: readonly string[];
  /** Null where there is nothing to tell. */
  readonly severity: Severity | null;
  /** The first of the address blocks that get in. */
  readonly sources: readonly string[];
  readonly moreSources: number;
  readonly shadowed: readonly { readonly rule: string; readonly by: readonly string[]; readonly wholly: boolean }[];
  readonly remarks: readonly { readonly kind: string; readonly rule: string; readonly says: string }[];
  /** Why the verdict is unknown. */
  readonly because?: string;
  /** Ways from the internet to machines behind it; absent where nothing is known of them. */
  readonly paths?: readonly ExposurePath[];
  readonly morePaths?: number;
}

const mostSources = 20;

/** What is to be said of one group by its own rules alone. @param value in Resource Manager's shape, or flattened */
export function nsgEntry(value: unknown, port: number, thresholds: Thresholds): NsgEntry {
  const read = nsgFromArm(value);
  if (read.kind === 'not-read') {
    return unknownEntry(read.id, read.name, read.because);
  }
  return entryOf(read, exposureOf(read.nsg, { port, thresholds }));
}

/** Of what nobody can tell anything. @param because one sentence */
export function unknownEntry(id: string, name: string, because: string): NsgEntry {
  return { id, name, verdict: 'unknown', ...nothing, severity: null, because };
}

/** The same of a group that was evaluated already. */
export function entryOf(read: ReadNsg, exposure: Exposure): NsgEntry {
  const { verdict, kinds, publicIpv4Addresses, publicIpv4Share, publicIpv6Share, because } = exposure;
  const sources = publicBlocks(exposure.sources);
  return {
    id: read.nsg.id,
    name: read.nsg.name,
    verdict,
    kinds,
    publicIpv4Addresses,
    publicIpv4Share,
    publicIpv6Share,
    ruleCount: read.ruleCount,
    rules: exposure.rules.map(({ name }) => name),
    severity: severityAlone(exposure, read),
    sources: sources.slice(0, mostSources),
    moreSources: Math.max(0, sources.length - mostSources),
    shadowed: exposure.shadowed.map(({ rule, by, wholly }) => ({
      rule: rule.name,
      by: by.map(({ name }) => name),
      wholly,
    })),
    remarks: exposure.remarks,
    ...(because !== undefined && { because }),
  };
}

const nothing = {
  kinds: [],
  publicIpv4Addresses: 0,
  publicIpv4Share: 0,
  publicIpv6Share: 0,
  ruleCount: 0,
  rules: [],
  sources: [],
  moreSources: 0,
  shadowed: [],
  remarks: [],
};

/** Without knowing what leads to the machines behind it: nobody can be said to get in, or not to. */
function severityAlone(
  { verdict, remarks, shadowed }: Exposure,
  { subnetIds, interfaceIds }: ReadNsg,
): Severity | null {
  const isWide = verdict === 'open' || verdict === 'partial';
  // Of the instances of scale sets nothing else tells: their interfaces are on no list.
  if (isWide && interfaceIds.some((id) => inScaleSet.test(id))) return 'high';
  if (isWide) return subnetIds.length + interfaceIds.length > 0 ? 'medium' : 'low';
  return remarks.length > 0 || shadowed.some(({ wholly }) => wholly) ? 'info' : null;
}
