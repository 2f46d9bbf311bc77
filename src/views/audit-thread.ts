import type { SectionBlock } from '@slack/types';
import type { AuditRun, TrackedFinding } from '../core/audit/audit-run.ts';
import { countWords, exposureWords, ruleWords, several } from '../core/audit/finding-words.ts';
import { glanceOf } from '../core/audit/glance.ts';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { worstCards } from './audit-cards.ts';
import { findingButton, findingTitle, whereWords } from './audit-finding.ts';
import { section } from './blocks.ts';
import { mention } from './mention.ts';
import type { Message } from './message.ts';
import { momentWords } from './moment-words.ts';
import { portalLink } from './portal-link.ts';

/** `listed`: findings of each group; `blocks` and `message`: pieces and characters of a message. */
const most = { listed: 40, blocks: 45, message: 11_000, sentences: 15, sentence: 180 };

/** What stands under a report: the findings that it does not show, and what was not evaluated. Empty: there is nothing. */
export function auditThread(run: AuditRun): readonly Message[] {
  const glance = glanceOf(run);
  const shown = worstCards(run, glance).length;
  return messagesOf([
    ...group(shown > 0 ? 'More open doors' : 'Open doors', glance.doors.slice(shown), openSection),
    ...group('No open doors, but worth a look', glance.minor, openSection),
    ...group('Waived', glance.waived, openSection),
    ...group('Unknown this time, as they could not be read; not gone', glance.unknown, goneSection),
    ...group('Resolved', glance.resolved, goneSection),
    ...group('Deleted', glance.vanished, goneSection),
    // A report of a failure says them itself.
    ...(run.survey.status === 'failed' ? [] : notEvaluated(run.survey.notEvaluated)),
  ]);
}

function group(
  title: string,
  findings: readonly TrackedFinding[],
  shown: (tracked: TrackedFinding) => SectionBlock,
): SectionBlock[] {
  if (findings.length === 0) return [];
  const left = findings.length - most.listed;
  return [
    section(`*${title}: ${countWords(findings.length)}*`),
    ...findings.slice(0, most.listed).map(shown),
    ...(left > 0 ? [section(`and ${countWords(left)} more: the files have all of them.`)] : []),
  ];
}

/** The details offer what else can be done about it. */
function openSection(tracked: TrackedFinding): SectionBlock {
  const { finding, waiver } = tracked;
  const [rule] = finding.rules;
  const more = finding.rules.length > 1 ? ` and ${several(finding.rules.length - 1, 'more rule')}` : '';
  const by = rule === undefined ? '' : ` By ${code(ruleWords(rule).slice(0, 120))}${more}.`;
  const [first] = finding.remarks;
  // What makes a finding of an allow-list is what is remarked about it, which names its rule.
  const why = finding.severity === 'info' && first !== undefined ? ` ${first}` : by;
  return {
    ...section(
      `${findingTitle(tracked)}  ·  ${whereWords(finding)}`,
      clippedMrkdwn(`${exposureWords(finding)}.${why}`, 300),
      ...(waiver === undefined
        ? []
        : [`By ${mention(waiver.by)} until ${momentWords(waiver.untilMs)}: ${clippedMrkdwn(waiver.reason, 200)}`]),
    ),
    accessory: findingButton(finding, 'details'),
  };
}

/** How open it was before says nothing of how it is now. */
function goneSection({ finding }: TrackedFinding): SectionBlock {
  return section(`•  ${portalLink(finding.id, finding.name)}  ·  ${whereWords(finding)}  ·  was ${finding.severity}`);
}

function notEvaluated(sentences: readonly string[]): SectionBlock[] {
  if (sentences.length === 0) return [];
  const left = sentences.length - most.sentences;
  return [
    section(
      '*Not evaluated*',
      ...sentences.slice(0, most.sentences).map((each) => `•  ${clippedMrkdwn(each, most.sentence)}`),
      ...(left > 0 ? [`•  and ${countWords(left)} more`] : []),
    ),
  ];
}

/** None beyond what Slack takes. */
function messagesOf(sections: readonly SectionBlock[]): Message[] {
  const messages: SectionBlock[][] = [];
  let room = 0;
  for (const each of sections) {
    // A button has a few words as well.
    const length = (each.text?.text.length ?? 0) + (each.accessory === undefined ? 0 : 80);
    const last = messages.at(-1);
    if (last === undefined || length > room || last.length >= most.blocks) {
      messages.push([each]);
      room = most.message - length;
      continue;
    }
    last.push(each);
    room -= length;
  }
  return messages.map((blocks, at) => ({
    text: at === 0 ? 'More of the audit' : `More of the audit (${at + 1})`,
    blocks,
  }));
}
