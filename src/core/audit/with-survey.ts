import type { Survey } from './audit-run.ts';
import type { Finding } from './finding.ts';
import type { NsgEntry } from './nsg-entry.ts';

/** What a survey told besides its findings: each group that it looked at twice, by the hosts behind it. By id, in lower case. */
export type BehindGroups = ReadonlyMap<string, NsgEntry>;

/**
 * Entries with what a survey knows besides the rules: who is behind a group, and which ways lead there.
 * @param ids of the entries, as the survey knows them
 */
export function withSurvey(
  entries: readonly NsgEntry[],
  ids: readonly string[],
  { findings }: Survey,
  behind: BehindGroups,
): NsgEntry[] {
  const byKey = new Map(findings.map((finding) => [finding.key, finding]));
  return entries.map((alone, at) => {
    const key = ids[at]?.toLowerCase() ?? '';
    const { id, name } = alone;
    const entry = { ...alone, ...behind.get(key), id, name };
    const finding = byKey.get(key);
    if (finding !== undefined) return known(entry, finding);
    return entry.verdict === 'unknown' ? entry : { ...entry, severity: entry.severity === null ? null : 'info' };
  });
}

function known(entry: NsgEntry, finding: Finding): NsgEntry {
  const { verdict, kinds, severity, publicIpv4Addresses, publicIpv4Share, publicIpv6Share, rules, sources } = finding;
  const { moreSources, paths, morePaths } = finding;
  return {
    ...entry,
    verdict,
    kinds,
    publicIpv4Addresses,
    publicIpv4Share,
    publicIpv6Share,
    rules: rules.map(({ name }) => name),
    severity,
    sources,
    moreSources,
    paths,
    morePaths,
  };
}
