import type { Surroundings } from '../../sandbox/sandbox.ts';
import type { MessageView } from '../../sandbox/slack/workspace.ts';
import type { Row } from './row.ts';

interface Expected {
  readonly approvals: string;
  readonly requester: string;
  readonly count: number;
}

/** What people see at the end: one card each, without buttons, and nothing said twice. */
export function judgeSlack({ slack }: Surroundings, { approvals, requester, count }: Expected): Row[] {
  const { channels } = slack.workspace.view(requester);
  const inChannel = channels.find(({ id }) => id === approvals)?.messages ?? [];
  const direct = channels.find(({ kind }) => kind === 'direct')?.messages ?? [];
  const cards = (messages: readonly MessageView[]) =>
    messages.filter(({ text }) => / ask(?:s|ed) to .*: it /.test(text));
  const withButtons = [...inChannel, ...direct].filter(({ blocks }) => blocks.some(({ type }) => type === 'actions'));
  const threads = inChannel.filter(({ threadTs, ts }) => threadTs !== undefined && threadTs !== ts);
  return [
    { what: 'cards in the approvals channel', found: cards(inChannel).length, wanted: count },
    { what: 'cards in direct messages', found: cards(direct).length, wanted: count },
    { what: 'messages that still have buttons', found: withButtons.length, wanted: 0 },
    { what: 'lines in the threads', found: threads.length },
    { what: 'lines said twice in one thread', found: threads.length - distinct(threads), wanted: 0 },
    {
      what: 'heads of the event log posted',
      found: inChannel.filter(({ text }) => /Event log/.test(text)).length,
      wanted: 1,
    },
  ];
}

function distinct(messages: readonly MessageView[]): number {
  return new Set(messages.map(({ threadTs, text }) => `${threadTs} ${text}`)).size;
}
