import { oneLine, truncate } from '../core/text/escape.ts';

/** Slack's limits, in characters or pieces. https://docs.slack.dev/reference/block-kit/blocks */
export const limits = {
  header: 150,
  buttonText: 75,
  buttonValue: 2000,
  buttonLabel: 75,
  optionText: 75,
  options: 100,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  modalTitle: 24,
  privateMetadata: 3000,
  /** The top-level text of a message is cut beyond 40,000; a notification shows far less. */
  notification: 1000,
} as const;

/** For fields that know no mark-up. */
export function plain(text: string, max: number) {
  return { type: 'plain_text', text: truncate(oneLine(text), max), emoji: true } as const;
}
