import { csvLine } from '../core/audit/csv-line.ts';
import type { Finding } from '../core/audit/finding.ts';
import { shareWords } from '../core/audit/finding-words.ts';
import type { NsgEntry } from '../core/audit/nsg-entry.ts';
import { onTerminal } from '../core/text/on-terminal.ts';
import type { Format } from './parse-arguments.ts';
import { isPassed, type Summary } from './summary-of.ts';

interface Shown {
  readonly summary: Summary;
  /** All of them, in the order given. */
  readonly entries: readonly NsgEntry[];
  /** Machines that no group guards. */
  readonly machines: readonly Finding[];
  readonly all: boolean;
}

/** The answer in one of the formats, piece by piece, each with its line ends. */
export function formatEntries(format: Format, shown: Shown): Iterable<string> {
  switch (format) {
    case 'json':
      return json(shown);
    case 'csv':
      return csv(shown);
    case 'markdown':
      return markdown(shown);
    case 'table':
      return table(shown);
  }
}

/** Machines stand among the groups, as what is open without any. */
function listed({ entries, machines, all }: Shown): readonly Listed[] {
  const groups = all
    ? entries
    : entries.filter((each) => (each.verdict !== 'narrow' && each.verdict !== 'closed') || isPassed(each));
  return [
    ...groups,
    ...machines.map(({ remarks, rules, ...machine }): Listed => {
      const told = remarks.map((says) => ({ rule: 'no group', says }));
      return { ...machine, rules: rules.map(({ name }) => name), remarks: told };
    }),
  ];
}

type Listed = Omit<NsgEntry, 'remarks' | 'shadowed' | 'ruleCount'> & {
  readonly remarks: readonly { readonly rule: string; readonly says: string }[];
};

/** One group a line, so that a large answer is never one string. */
function* json({ summary, entries, machines }: Shown): Generator<string> {
  yield `{"summary":${JSON.stringify(summary)},"nsgs":[`;
  for (const [at, entry] of entries.entries()) yield `${at === 0 ? '' : ','}\n${JSON.stringify(entry)}`;
  yield `\n],"machines":${JSON.stringify(machines)}}\n`;
}

const columns = ['severity', 'verdict', 'name', 'kinds', 'public IPv4', 'rules', 'remarks'] as const;

function cells(entry: Listed): string[] {
  const { severity, verdict, name, kinds, publicIpv4Addresses, publicIpv4Share, rules, remarks, because } = entry;
  const share = publicIpv4Addresses === 0 ? '0' : `${publicIpv4Addresses} (${shareWords(publicIpv4Share)})`;
  const said = [...(because === undefined ? [] : [because]), ...remarks.map(({ rule, says }) => `${rule}: ${says}`)];
  return [severity ?? '-', verdict, name, kinds.join(' '), share, rules.join(' '), said.join(' ')];
}

function* csv(shown: Shown): Generator<string> {
  yield csvLine([
    'id',
    'name',
    'severity',
    'verdict',
    'kinds',
    'publicIpv4Addresses',
    'publicIpv4Share',
    'publicIpv6Share',
    'rules',
    'sources',
    'remarks',
  ]);
  for (const entry of listed(shown)) {
    const remarks = cells(entry).at(-1) ?? '';
    yield csvLine([
      entry.id,
      entry.name,
      entry.severity ?? '',
      entry.verdict,
      entry.kinds.join(' '),
      String(entry.publicIpv4Addresses),
      String(entry.publicIpv4Share),
      String(entry.publicIpv6Share),
      entry.rules.join(' '),
      [...entry.sources, ...(entry.moreSources > 0 ? [`and ${entry.moreSources} more`] : [])].join(' '),
      remarks,
    ]);
  }
}

function* markdown(shown: Shown): Generator<string> {
  yield `${headline(shown.summary)}\n`;
  const rows = listed(shown);
  if (rows.length === 0) return;
  const line = (texts: readonly string[]) => `| ${texts.map(inMarkdown).join(' | ')} |\n`;
  yield `\n${line(columns)}|${columns.map(() => ' --- |').join('')}\n`;
  for (const entry of rows) yield line(cells(entry));
}

function inMarkdown(text: string): string {
  return onTerminal(text)
    .replace(/[\\|`*_<>[\]&~#]/g, (char) => `\\${char}`)
    .replaceAll('\n', ' ');
}

const widest = 60;

function* table(shown: Shown): Generator<string> {
  const rows = listed(shown).map((entry) => cells(entry).map(onTerminal));
  if (rows.length > 0) {
    const widths = columns.map((title, at) =>
      rows.reduce((most, row) => Math.max(most, Math.min(widest, row[at]?.length ?? 0)), title.length),
    );
    const line = (texts: readonly string[]) =>
      `${texts
        .map((text, at) => text.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd()}\n`;
    yield line(columns.map((title) => title.toUpperCase()));
    for (const row of rows) yield line(row);
    yield '\n';
  }
  yield `${headline(shown.summary)}\n`;
}

function headline({ port, nsgs, machines, verdicts }: Summary): string {
  const counts = Object.entries(verdicts).flatMap(([verdict, count]) => (count > 0 ? [`${count} ${verdict}`] : []));
  const groups = nsgs === 1 ? '1 network security group' : `${nsgs} network security groups`;
  const unguarded = machines === 0 ? '' : ` Machines without any: ${machines}.`;
  return `TCP ${port} from the internet, ${groups}${counts.length === 0 ? '.' : `: ${counts.join(', ')}.`}${unguarded}`;
}
