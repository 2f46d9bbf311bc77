import { isoSecond } from '../text/iso-time.ts';
import type { AuditRun, TrackedFinding } from './audit-run.ts';
import { csvLine } from './csv-line.ts';
import { findingRef } from './finding-ref.ts';
import { pathWords, ruleWords } from './finding-words.ts';
import { ownerOf } from './owner-of.ts';

/** One column: its title, and what stands there. Several values in one field stand on lines of their own. */
type Column = readonly [title: string, value: (tracked: TrackedFinding) => string];

const columns: readonly Column[] = [
  ['ref', ({ finding }) => findingRef(finding.key)],
  ['severity', ({ finding }) => finding.severity],
  ['change', ({ change }) => change],
  ['about', ({ finding }) => finding.about],
  ['name', ({ finding }) => finding.name],
  ['resource group', ({ finding }) => finding.resourceGroup],
  ['subscription', ({ finding }) => finding.subscriptionName ?? ''],
  ['subscription id', ({ finding }) => finding.subscriptionId],
  ['location', ({ finding }) => finding.location],
  ['verdict', ({ finding }) => finding.verdict],
  ['kinds', ({ finding }) => finding.kinds.join(' ')],
  ['public IPv4 addresses', ({ finding }) => String(finding.publicIpv4Addresses)],
  ['public IPv4 share', ({ finding }) => String(finding.publicIpv4Share)],
  ['public IPv6 share', ({ finding }) => String(finding.publicIpv6Share)],
  ['sources', ({ finding }) => lines(finding.sources, finding.moreSources)],
  ['rules', ({ finding }) => lines(finding.rules.map(ruleWords))],
  ['ways to machines', ({ finding }) => lines(finding.paths.map(pathWords), finding.morePaths)],
  ['remarks', ({ finding }) => lines(finding.remarks)],
  ['owner', ({ finding }) => ownerOf(finding.tags) ?? ''],
  ['first seen (UTC)', ({ firstSeenAtMs }) => isoSecond(firstSeenAtMs)],
  ['changed last by', ({ lastChange }) => lastChange?.by ?? ''],
  ['changed last (UTC)', ({ lastChange }) => (lastChange === undefined ? '' : isoSecond(lastChange.atMs))],
  ['waived by', ({ waiver }) => waiver?.by ?? ''],
  ['waived until (UTC)', ({ waiver }) => (waiver === undefined ? '' : isoSecond(waiver.untilMs))],
  ['reason of the waiver', ({ waiver }) => waiver?.reason ?? ''],
  ['id', ({ finding }) => finding.id],
];

/** A run's findings as CSV (RFC 4180) with a head line, for a spreadsheet: one a record, in the order of the run. */
export function auditCsv({ findings }: Pick<AuditRun, 'findings'>): string {
  const records = findings.map((tracked) => csvLine(columns.map(([, value]) => value(tracked))));
  return [csvLine(columns.map(([title]) => title)), ...records].join('');
}

function lines(values: readonly string[], more = 0): string {
  return [...values, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}
