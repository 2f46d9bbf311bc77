import { clippedMrkdwn, oneLine, truncate } from '../core/text/escape.ts';

/** Slack's limits, in characters or pieces. https://docs.slack.dev/reference/block-kit/blocks */
export const limits = {
  header: 150,
  sectionText: 3000,
  contextElements: 10,
  buttonText: 75,
  buttonValue: 2000,
  buttonLabel: 75,
  optionText: 75,
  optionValue: 150,
  options: 100,
  modalTitle: 24,
  privateMetadata: 3000,
  /** All blocks of a message together; not documented: https://github.com/slackapi/bolt-js/issues/2509 */
  messageText: 13_200,
  /** The top-level text of a message is cut beyond 40,000; a notification shows far less. */
  notification: 1000,
} as const;

/** For fields that know no mark-up. */
export function plain(text: string, max: number) {
  return { type: 'plain_text', text: truncate(oneLine(text), max), emoji: true } as const;
}

/** One line of ours that quotes text from outside; everything in it that Slack could take for mark-up but code spans is escaped. */
export function marked(text: string, max: number = limits.sectionText) {
  return { type: 'mrkdwn', text: clippedMrkdwn(text, max) } as const;
}
