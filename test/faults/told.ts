import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { EventKind } from '../../src/core/requests/event.ts';
import type { VmRequest } from '../../src/core/requests/request.ts';
import { stateWords } from '../../src/core/requests/state-words.ts';
import { eventWords } from '../../src/views/event-words.ts';

/** What the person who asked must have read, and what everybody must have. */
const forRequester: ReadonlySet<EventKind> = new Set([
  'failed',
  'outcome-unknown',
  'opened',
  'succeeded',
  'closed',
  'extended',
]);
const forEverybody: ReadonlySet<EventKind> = new Set(['close-failed', 'drift-seen', 'stray-closed']);

/** What happened and was not said in Slack, or not in words that help: a sentence each. */
export async function untold(
  requests: readonly VmRequest[],
  { store, slack }: Pick<Sandbox, 'store' | 'slack'>,
  approvals: string,
): Promise<string[]> {
  const { channels } = slack.workspace.view('U0ALICE');
  const texts = (id: string | undefined) => channels.find((each) => each.id === id)?.messages ?? [];
  const direct = texts(channels.find(({ kind }) => kind === 'direct')?.id);
  const inChannel = texts(approvals);
  const problems: string[] = [];
  for (const request of requests) {
    const { id, state, ending } = request;
    for (const event of await store.events.of(id)) {
      const words = eventWords(event, request.action);
      const [where, messages] = forEverybody.has(event.kind) ? ['everybody', inChannel] : ['the requester', direct];
      if (!mustBeSaid(event.kind, request)) continue;
      if (!messages.some(({ text }) => text === words)) problems.push(`${id}: ${where} was not told: ${words}`);
    }
    const cards = await store.cards.of(id);
    const shown = [...inChannel, ...direct].filter(({ ts }) => cards.some(({ posted }) => posted?.ts === ts));
    if (shown.length !== 2 || !shown.every(({ text }) => text.includes(stateWords[state])))
      problems.push(`${id}: its cards do not say that it ${stateWords[state]}`);
    if (/inside the bot/.test(ending?.message ?? '') || ending?.message === '')
      problems.push(`${id}: it ended without a reason that helps: ${ending?.message}`);
  }
  return problems;
}

function mustBeSaid(kind: EventKind, { extends: prolongs }: VmRequest): boolean {
  // More time is told with the grant that has it now.
  if (kind === 'succeeded' && prolongs !== undefined) return false;
  return forRequester.has(kind) || forEverybody.has(kind);
}
