import type { Exposure } from '../net/exposure.ts';
import type { ExposurePath } from './finding.ts';
import type { JudgedPath } from './judge-path.ts';
import type { Severity } from './severity.ts';

/** What a severity hangs on. */
export interface Weighed {
  readonly exposure: Pick<Exposure, 'verdict' | 'kinds'>;
  /** Whether next to nobody would get in if no route widened the tag VirtualNetwork. */
  readonly isByRouteAlone: boolean;
  readonly isAttached: boolean;
  readonly hasScaleSet: boolean;
  /** Whether some host behind it has an IPv6 address. */
  readonly hasIpv6: boolean;
  readonly paths: readonly (Pick<JudgedPath, 'isOpen' | 'verdict'> & {
    readonly power: ExposurePath['machine']['power'];
  })[];
}

/**
 * How bad it is. critical: anybody on the internet reaches a running machine through every layer; high: the same with the
 * machine stopped, or a part of the internet, or a scale set; medium: one public address away; low: it guards nothing, or
 * opens IPv6 where nobody has it; info: worth a remark, or open by a route to which no public address leads. What is not known is never taken for harmless.
 */
export function severityOf({ exposure, isByRouteAlone, isAttached, hasScaleSet, hasIpv6, paths }: Weighed): Severity {
  const { verdict, kinds } = exposure;
  const ways = paths.filter(({ isOpen }) => isOpen !== false);
  if (ways.some((way) => way.isOpen === true && way.verdict === 'open' && isUp(way.power))) return 'critical';
  if (ways.length > 0) return 'high';
  if (verdict === 'narrow' || verdict === 'closed') return 'info';
  if (!isAttached) return 'low';
  if (hasScaleSet) return 'high';
  if (isByRouteAlone) return 'info';
  return verdict === 'partial' && kinds.every((kind) => kind === 'ipv6') && !hasIpv6 ? 'low' : 'medium';
}

/** A machine of which it is not known may run. */
function isUp(power: ExposurePath['machine']['power']): boolean {
  return power === 'running' || power === 'starting' || power === 'unknown';
}
