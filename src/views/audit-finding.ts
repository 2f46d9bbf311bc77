import type { ActionsBlock, Button, KnownBlock } from '@slack/types';
import type { TrackedFinding } from '../core/audit/audit-run.ts';
import type { Finding } from '../core/audit/finding.ts';
import { findingRef } from '../core/audit/finding-ref.ts';
import { countWords, exposureWords, pathWords, ruleWords, several, shareWords } from '../core/audit/finding-words.ts';
import { ownerOf } from '../core/audit/owner-of.ts';
import type { Severity } from '../core/audit/severity.ts';
import type { ExposureKind } from '../core/net/exposure.ts';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { actionIds } from './action-ids.ts';
import { section } from './blocks.ts';
import { lastChangeWords } from './last-change-words.ts';
import { limits, plain } from './limits.ts';
import { momentWords } from './moment-words.ts';
import { portalLink } from './portal-link.ts';

export const severityIcons: Readonly<Record<Severity, string>> = {
  critical: ':red_circle:',
  high: ':large_orange_circle:',
  medium: ':large_yellow_circle:',
  low: ':large_blue_circle:',
  info: ':white_circle:',
};

/** Lines, and characters of each: usually five cards fit into a message. */
const most = { rules: 2, paths: 3, line: 190, where: 130 };

const dayMs = 86_400_000;

/** One finding with what can be done about it. @param nowMs when the run ended */
export function findingCard(tracked: TrackedFinding, nowMs: number): KnownBlock[] {
  const { finding } = tracked;
  const { rules, paths, morePaths } = finding;
  return [
    section(
      `${findingTitle(tracked)}  ·  ${whereWords(finding)}`,
      clippedMrkdwn(`${exposureWords(finding)}.`, most.line + 80),
      ...codeLines(rules.map(ruleWords), most.rules, 'rule', 0),
      ...codeLines(paths.map(pathWords), most.paths, 'way', morePaths),
      ageLine(tracked, nowMs),
      ...(tracked.lastChange === undefined ? [] : [lastChangeWords(tracked.lastChange)]),
    ),
    findingButtons(finding, ['details', 'waive', 'close']),
  ];
}

/** Severity as icon and word, the name as a link, and what became of it. */
export function findingTitle(tracked: TrackedFinding): string {
  const { finding, change, lapsedWaiver, waiver } = tracked;
  const { severity, atLeast, id, name, about } = finding;
  const noted = [
    ...(change === 'new' ? ['*new*'] : []),
    ...(change === 'worse' ? [`*worse*${was(tracked)}`] : []),
    ...(change === 'better' ? [`better${was(tracked)}`] : []),
    ...(lapsedWaiver === undefined ? [] : [change === 'worse' ? '*its waiver holds no more*' : '*back from a waiver*']),
    ...(waiver === undefined ? [] : ['waived']),
    ...(atLeast === undefined ? [] : [`not all is known: at least ${atLeast}`]),
  ];
  const machine = about === 'machine' ? ' (a machine without any group)' : '';
  return `${severityIcons[severity]}  *${severity}*  ${[`${portalLink(id, name)}${machine}`, ...noted].join('  ·  ')}`;
}

function was({ before, finding }: Pick<TrackedFinding, 'before' | 'finding'>): string {
  if (before === undefined) return '';
  const { severity, publicIpv4Addresses, publicIpv6Share, hosts, kinds } = before;
  const isAdded = (kind: ExposureKind) => kinds?.includes(kind) === false && finding.kinds.includes(kind);
  const isLost = (kind: ExposureKind) => kinds?.includes(kind) === true && !finding.kinds.includes(kind);
  const words = [
    `was ${severity}`,
    `${countWords(publicIpv4Addresses)} addresses`,
    ...(isAdded('azure-cloud') ? ["without all of Azure's"] : []),
    ...(publicIpv6Share === undefined || publicIpv6Share === finding.publicIpv6Share
      ? []
      : [`${shareWords(publicIpv6Share)} of IPv6`]),
    ...(hosts === undefined || finding.hosts === undefined || hosts === finding.hosts
      ? []
      : [`${several(hosts, 'host')}, now ${countWords(finding.hosts)}`]),
    ...(isLost('some-destinations') ? ['for some machines only'] : []),
  ];
  return ` (${words.join(', ')})`;
}

/** "group `rg` in `Production`" */
export function whereWords({ resourceGroup, subscriptionId, subscriptionName }: Finding): string {
  return clippedMrkdwn(`${code(resourceGroup)} in ${code(subscriptionName ?? subscriptionId)}`, most.where);
}

function codeLines(lines: readonly string[], max: number, one: string, more: number): string[] {
  const left = lines.length - max + more;
  return [
    ...lines.slice(0, max).map((line) => clippedMrkdwn(code(line), most.line)),
    ...(left > 0 ? [`and ${several(left, `more ${one}`)}`] : []),
  ];
}

/** Days since it was first seen, and whose it is by its tags. */
function ageLine({ finding, firstSeenAtMs }: TrackedFinding, nowMs: number): string {
  // Days of the calendar, in UTC as the date beside it.
  const days = Math.max(0, Math.floor(nowMs / dayMs) - Math.floor(firstSeenAtMs / dayMs));
  const age = days === 0 ? '' : `, ${several(days, 'day')} ago`;
  const owner = ownerOf(finding.tags);
  const whose = owner === undefined ? 'no owner tag' : clippedMrkdwn(`owner ${code(owner)}`, 90);
  return `First seen ${momentWords(firstSeenAtMs)}${age}  ·  ${whose}`;
}

type Choice = 'details' | 'waive' | 'end-waiver' | 'close';

const choices: Readonly<Record<Choice, { readonly actionId: string; readonly name: string; readonly label: string }>> =
  {
    details: { actionId: actionIds.auditDetails, name: 'Details', label: 'Details of' },
    waive: { actionId: actionIds.auditWaive, name: 'Waive', label: 'Waive for a time:' },
    'end-waiver': { actionId: actionIds.auditEndWaiver, name: 'End the waiver', label: 'End the waiver of' },
    close: { actionId: actionIds.closeFinding, name: 'Close it', label: 'Ask to close' },
  };

/** A machine without a group has no rule list to which a rule could be added, and where nobody gets in nothing is to be closed. */
function mayBeClosed({ about, severity, verdict }: Finding): boolean {
  return about === 'nsg' && !(severity === 'info' && (verdict === 'narrow' || verdict === 'closed'));
}

export function findingButtons(finding: Finding, wanted: readonly Choice[]): ActionsBlock {
  const elements = wanted
    .filter((choice) => choice !== 'close' || mayBeClosed(finding))
    .map((choice) => findingButton(finding, choice));
  return { type: 'actions', block_id: `audit-${findingRef(finding.key)}`, elements };
}

export function findingButton({ key, name }: Finding, choice: Choice): Button {
  return {
    type: 'button',
    action_id: choices[choice].actionId,
    text: plain(choices[choice].name, limits.buttonText),
    accessibility_label: plain(`${choices[choice].label} ${name}`, limits.buttonLabel).text,
    value: findingRef(key),
  };
}
