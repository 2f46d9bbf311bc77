import type { MessageView } from '../../../slack/workspace.ts';

export interface MessageRow {
  readonly message: MessageView;
  /** Begins a new day in the reader's time zone: the label to draw above it. */
  readonly day?: string;
  /** Follows a message of the same person closely: drawn without avatar and name. */
  readonly continues: boolean;
}

const closeSeconds = 5 * 60;

/** Channel messages in the order of time; replies live in the thread panel. */
export function groupMessages(messages: readonly MessageView[], tz: string, nowMs: number): MessageRow[] {
  const rows: MessageRow[] = [];
  let before: MessageView | undefined;
  for (const message of messages.filter((each) => !isReply(each))) {
    const day = dayLabel(message.ts, tz, nowMs);
    const newDay = before === undefined || dayLabel(before.ts, tz, nowMs) !== day;
    const continues = !newDay && before !== undefined && isClose(before, message);
    rows.push(newDay ? { message, day, continues } : { message, continues });
    before = message;
  }
  return rows;
}

function isReply(message: MessageView): boolean {
  return message.threadTs !== undefined && message.threadTs !== message.ts && message.broadcast !== true;
}

function isClose(before: MessageView, message: MessageView): boolean {
  const sameKind = before.user === message.user && before.ephemeral === message.ephemeral && !message.ephemeral;
  return sameKind && before.replyCount === 0 && Number(message.ts) - Number(before.ts) < closeSeconds;
}

function dayLabel(ts: string, tz: string, nowMs: number): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: tz, weekday: 'long', month: 'long', day: 'numeric' });
  const day = format.format(Number(ts) * 1000);
  if (day === format.format(nowMs)) return 'Today';
  return day === format.format(nowMs - 86_400_000) ? 'Yesterday' : day;
}

/** The hour and minute of a message, e.g. `9:41 AM`. */
export function timeOf(ts: string, tz: string): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: tz, hour: 'numeric', minute: '2-digit' });
  return format.format(Number(ts) * 1000).replace('\u202f', ' ');
}
