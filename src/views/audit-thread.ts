import type { AuditRun, TrackedFinding } from '../core/audit/audit-run.ts';
import { countWords, exposureWords, ruleWords, several } from '../core/audit/finding-words.ts';
import { glanceOf } from '../core/audit/glance.ts';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { findingTitle, whereWords } from './audit-finding.ts';
import { section } from './blocks.ts';
import { mention } from './mention.ts';
import type { Message } from './message.ts';
import { momentWords } from './moment-words.ts';

/** `listed`: findings over all messages; `sentences`: of what was not evaluated. */
const most = { listed: 60, section: 2_800, message: 11_000, sentences: 15, sentence: 300, files: 2 };

/** What stands under a report: the findings, each in two lines, and what was not evaluated. Empty: there is nothing. */
export function auditThread(run: AuditRun): readonly Message[] {
  const { doors, minor, waived, unknown, resolved, vanished } = glanceOf(run);
  const lines = [
    ...group('Open doors', doors),
    ...group('No open doors, but worth a look', minor),
    ...group('Waived', waived, waiverLine),
    ...group('Unknown this time: they could not be read, and are not gone', unknown),
    ...group('Resolved', resolved),
    ...group('Deleted', vanished),
    ...notEvaluated(run.survey.notEvaluated),
  ];
  return messagesOf(lines);
}

/** @param more a line of mrkdwn on top */
function group(
  title: string,
  findings: readonly TrackedFinding[],
  more: (tracked: TrackedFinding) => string[] = () => [],
): string[] {
  if (findings.length === 0) return [];
  const left = findings.length - most.listed;
  return [
    `*${title}: ${countWords(findings.length)}*`,
    ...findings.slice(0, most.listed).map((each) => [...findingLines(each), ...more(each)].join('\n')),
    ...(left > 0 ? [`and ${several(left, 'more', 'more')}: the files have all of them.`] : []),
  ];
}

function findingLines(tracked: TrackedFinding): string[] {
  const { finding } = tracked;
  const [rule] = finding.rules;
  const more = finding.rules.length > 1 ? ` and ${several(finding.rules.length - 1, 'more rule')}` : '';
  const by = rule === undefined ? '' : ` By ${code(ruleWords(rule).slice(0, 120))}${more}.`;
  const remark = finding.rules.length === 0 && finding.remarks[0] !== undefined ? ` ${finding.remarks[0]}` : '';
  return [
    `${findingTitle(tracked)}  ·  ${whereWords(finding)}`,
    clippedMrkdwn(`${exposureWords(finding)}.${by}${remark}`, 300),
  ];
}

function waiverLine({ waiver }: TrackedFinding): string[] {
  if (waiver === undefined) return [];
  return [`Waived by ${mention(waiver.by)} until ${momentWords(waiver.untilMs)}: ${clippedMrkdwn(waiver.reason, 200)}`];
}

function notEvaluated(sentences: readonly string[]): string[] {
  if (sentences.length === 0) return [];
  const left = sentences.length - most.sentences;
  return [
    '*Not evaluated*',
    ...sentences.slice(0, most.sentences).map((each) => `•  ${clippedMrkdwn(each, most.sentence)}`),
    ...(left > 0 ? [`•  and ${countWords(left)} more`] : []),
  ];
}

/** Lines into sections and sections into messages, none beyond what Slack takes. */
function messagesOf(lines: readonly string[]): Message[] {
  const messages: string[][] = [];
  let room = 0;
  for (const line of lines) {
    if (messages.length === 0 || line.length + 1 > room) {
      messages.push([]);
      room = most.message;
    }
    room -= line.length + 1;
    messages.at(-1)?.push(line);
  }
  return messages.map((each, at) => ({
    text: at === 0 ? 'The findings of the audit' : 'More findings of the audit',
    blocks: sectionsOf(each),
  }));
}

function sectionsOf(lines: readonly string[]) {
  const sections: string[][] = [[]];
  let length = 0;
  for (const line of lines) {
    if (length > 0 && length + line.length + 1 > most.section) {
      sections.push([]);
      length = 0;
    }
    sections.at(-1)?.push(line);
    length += line.length + 1;
  }
  return sections.map((each) => section(...each));
}
