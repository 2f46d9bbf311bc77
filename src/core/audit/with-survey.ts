import type { Survey } from './audit-run.ts';
import type { Finding } from './finding.ts';
import type { NsgEntry } from './nsg-entry.ts';

/** Entries with what a survey knows besides the rules: who is behind a group, and which ways lead there. */
export function withSurvey(entries: readonly NsgEntry[], ids: readonly string[], { findings }: Survey): NsgEntry[] {
  const byKey = new Map(findings.map((finding) => [finding.key, finding]));
  return entries.map((entry, at) => {
    const finding = byKey.get(ids[at]?.toLowerCase() ?? '');
    if (entry.verdict === 'unknown' && finding === undefined) return entry;
    return finding === undefined
      ? { ...entry, severity: entry.severity === null ? null : 'info' }
      : known(entry, finding);
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
