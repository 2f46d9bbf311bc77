import type { KnownBlock } from '@slack/types';
import type { TrackedFinding } from '../core/audit/audit-run.ts';
import type { Finding } from '../core/audit/finding.ts';
import { countWords, exposureWords, pathWords, ruleWords, several } from '../core/audit/finding-words.ts';
import type { LastChange } from '../core/audit/last-change.ts';
import { ownerOf } from '../core/audit/owner-of.ts';
import type { Unreadable } from '../core/facts.ts';
import { clippedCodeBlock, clippedMrkdwn, code } from '../core/text/escape.ts';
import { findingButtons, findingTitle, whereWords } from './audit-finding.ts';
import { context, section } from './blocks.ts';
import { howToClose } from './how-to-close.ts';
import { lastChangeWords } from './last-change-words.ts';
import { limits } from './limits.ts';
import { mention } from './mention.ts';
import type { Message } from './message.ts';
import { momentWords } from './moment-words.ts';

/** Characters: all together stay within what Slack takes in one message. */
const most = { rules: 1400, sources: 700, paths: 2600, line: 240, lines: 6, guards: 500 };

/**
 * Everything that is known of one finding, for the person who asks, and how it can be closed.
 * @param mayWaive whether this person may end its waiver
 * @param lastChange of its group; undefined: nobody's that is known
 */
export function findingDetails(
  tracked: TrackedFinding,
  mayWaive: boolean,
  lastChange: LastChange | Unreadable | undefined,
): Message {
  const { finding, waiver } = tracked;
  const mayEnd = mayWaive && waiver !== undefined;
  return {
    text: clippedMrkdwn(`${finding.severity}: ${code(finding.name)}. ${exposureWords(finding)}.`, limits.notification),
    blocks: [
      section(...headLines(tracked)),
      ...inCode('Rules that let the internet in', finding.rules.map(ruleWords), most.rules),
      ...inCode(titleOfPaths(finding), finding.paths.map(pathWords), most.paths),
      ...inCode('Who gets in', sourcesOf(finding), most.sources),
      ...sentences('Rules that earlier ones leave nothing or little to do', shadowedOf(finding)),
      ...sentences('Remarks', finding.remarks),
      ...guardsBlocks(finding),
      ...changeBlocks(lastChange),
      ...howToClose(finding),
      findingButtons(finding, ['waive', ...(mayEnd ? ['end-waiver' as const] : []), 'close']),
    ],
  };
}

function headLines(tracked: TrackedFinding): string[] {
  const { finding, firstSeenAtMs, waiver, lapsedWaiver } = tracked;
  const owner = ownerOf(finding.tags);
  const place = finding.location === '' ? '' : `, ${clippedMrkdwn(code(finding.location), 60)}`;
  return [
    `${findingTitle(tracked)}  ·  ${whereWords(finding)}${place}`,
    clippedMrkdwn(`${exposureWords(finding)}.`, 300),
    `First seen ${momentWords(firstSeenAtMs)}  ·  ${owner === undefined ? 'no owner tag' : clippedMrkdwn(`owner ${code(owner)}`, 90)}`,
    ...(waiver === undefined
      ? []
      : [`Waived by ${mention(waiver.by)} until ${momentWords(waiver.untilMs)}: ${clippedMrkdwn(waiver.reason, 300)}`]),
    ...(lapsedWaiver === undefined
      ? []
      : [`The waiver of ${mention(lapsedWaiver.by)} holds no more: ${clippedMrkdwn(lapsedWaiver.reason, 300)}`]),
  ];
}

function titleOfPaths({ paths, morePaths }: Finding): string {
  const all = paths.length + morePaths;
  return morePaths > 0 ? `Ways to machines (${countWords(paths.length)} of ${countWords(all)})` : 'Ways to machines';
}

function sourcesOf({ sources, moreSources }: Finding): string[] {
  return [...sources, ...(moreSources > 0 ? [`and ${several(moreSources, 'more block')}`] : [])];
}

function shadowedOf({ shadowed }: Finding): string[] {
  return shadowed.flatMap(({ rule, by, isDead }) =>
    isDead
      ? []
      : [`${code(rule)}: ${by.slice(0, 3).map(code).join(', ')} ${by.length === 1 ? 'comes' : 'come'} first.`],
  );
}

/** Text from outside in lines that stay lines. */
function inCode(title: string, lines: readonly string[], max: number): KnownBlock[] {
  if (lines.length === 0) return [];
  const text = lines.map((line) => line.replace(/[\r\n\u2028\u2029]+/g, ' ')).join('\n');
  return [section(`*${title}*`, clippedCodeBlock(text, max))];
}

function sentences(title: string, all: readonly string[]): KnownBlock[] {
  if (all.length === 0) return [];
  const left = all.length - most.lines;
  return [
    section(
      `*${title}*`,
      ...all.slice(0, most.lines).map((each) => `•  ${clippedMrkdwn(each, most.line)}`),
      ...(left > 0 ? [`•  and ${countWords(left)} more`] : []),
    ),
  ];
}

/** Of a machine without a group the remarks say it. */
function guardsBlocks(finding: Finding): KnownBlock[] {
  return finding.about === 'machine' ? [] : [context(guardsLine(finding))];
}

function guardsLine({ guards: { subnets, interfaces, scaleSets } }: Finding): string {
  const names = subnets.map((id) =>
    code(
      id
        .split('/')
        .slice(-3)
        .filter((part) => part !== 'subnets')
        .join('/'),
    ),
  );
  const guarded = [
    ...(names.length > 0 ? [`${several(names.length, 'subnet')} (${names.slice(0, 4).join(', ')})`] : []),
    ...(interfaces > 0 ? [several(interfaces, 'network interface')] : []),
    ...(scaleSets.length > 0
      ? [`${several(scaleSets.length, 'scale set')} (${scaleSets.slice(0, 4).map(code).join(', ')})`]
      : []),
  ];
  return guarded.length === 0
    ? 'It guards nothing at the moment.'
    : clippedMrkdwn(`It guards ${guarded.join(', ')}.`, most.guards);
}

/** Nothing where nobody changed it for as long as the log goes back. */
function changeBlocks(lastChange: LastChange | Unreadable | undefined): KnownBlock[] {
  if (lastChange === undefined) return [];
  if (!('kind' in lastChange)) return [context(lastChangeWords(lastChange))];
  const { because, permission } = lastChange;
  const why = permission === undefined ? because : `that takes the permission ${permission}.`;
  return [context(clippedMrkdwn(`Who changed it last could not be read: ${why}`, most.guards))];
}
