import { messagesIn } from '../../sandbox/script/find-element.ts';
import { renderBlocks } from '../../sandbox/script/render-blocks.ts';
import { renderMessage } from '../../sandbox/script/render-message.ts';
import type { Block } from '../../sandbox/slack/workspace.ts';
import type { EventKind } from '../../src/core/requests/event.ts';
import type { VmRequest } from '../../src/core/requests/request.ts';
import { stateWords } from '../../src/core/requests/state-words.ts';
import { isOver } from '../../src/core/requests/transitions.ts';
import { verifyChain, verifyHead } from '../../src/core/requests/verify-chain.ts';
import type { Store } from '../../src/store/store.ts';
import type { Message as ViewMessage } from '../../src/views/message.ts';
import { requestCard } from '../../src/views/request-card.ts';
import type { Stage } from './stage.ts';

/** What must not be; a sentence each. */
export interface Verdict {
  readonly lateCloses: readonly string[];
  readonly doubleExecutions: readonly string[];
  readonly lostRequests: readonly string[];
  readonly brokenChains: readonly string[];
  /** Cards that stand in Slack once more than they should: posted just before a crash, which Slack has no way to undo. */
  readonly cardsTwice: number;
}

/** All that is wrong; a card that is there twice is not. */
export function faultsIn(verdict: Verdict): string[] {
  const { lateCloses, doubleExecutions, lostRequests, brokenChains } = verdict;
  return [...lateCloses, ...doubleExecutions, ...lostRequests, ...brokenChains];
}

/** One pass, and nothing more, may a door be open after its end. */
const onePassMs = 60_000;
/** Alice's request and the one for more time. */
const requestsOfTheStory = 2;

/** What the log may tell of a request of this story one time. */
const onceEach: readonly EventKind[] = [
  'requested',
  'approved',
  'write-done',
  'opened',
  'succeeded',
  'end-announced',
  'extended',
  'closed',
];

/** @param stuck what somebody waited for in vain */
export async function judgeRun(stage: Stage, stuck: string | undefined): Promise<Verdict> {
  const store = await stage.memory();
  const requests = await store.requests.list({});
  return {
    lateCloses: await lateCloses(stage, store, requests),
    doubleExecutions: await doubleExecutions(stage, store, requests),
    lostRequests: [
      ...(stuck === undefined ? [] : [`it never came about that ${stuck}`]),
      ...(await lostRequests(stage, store, requests)),
    ],
    brokenChains: await brokenChains(store),
    cardsTwice:
      Math.max(0, cardsIn(stage, 'bob') - requests.length) + Math.max(0, cardsIn(stage, 'alice') - requests.length),
  };
}

async function lateCloses({ door, isOpen, world }: Stage, store: Store, requests: readonly VmRequest[]) {
  const rules = world
    .list('Microsoft.Network/networkSecurityGroups')
    .flatMap(({ properties }) => (properties.securityRules ?? []) as readonly { readonly name?: string }[])
    .filter(({ name }) => name?.startsWith('drawbridge-'));
  const left = rules.map(({ name }) => `the rule ${name} is in Azure at the end of all`);
  if (isOpen()) left.push('alice gets in at the end of all');
  const grant = requests.find((each) => each.extends === undefined);
  const closed = door.findLast((each) => !each.isOpen);
  if (grant?.closesAtMs === undefined || closed === undefined) return left;
  const begun = (await store.events.of(grant.id)).find(({ kind }) => kind === 'close-began');
  const lateMs = closed.atMs - Math.min(grant.closesAtMs, begun?.atMs ?? Number.POSITIVE_INFINITY);
  if (lateMs > onePassMs) left.push(`the door was closed ${Math.round(lateMs / 1000)} s after its end`);
  return left;
}

async function doubleExecutions(
  { door, taken }: Stage,
  store: Store,
  requests: readonly VmRequest[],
): Promise<string[]> {
  const found: string[] = [];
  // 204 says that there was nothing to delete.
  const carriedOut = taken.filter(({ status }) => status !== 204);
  for (const path of new Set(carriedOut.map((each) => each.path))) {
    const planned = requests.filter(({ plan }) => plan.writes.some((write) => write.path === path)).length;
    const puts = carriedOut.filter((each) => each.path === path && each.method === 'PUT').length;
    const deletes = carriedOut.filter((each) => each.path === path && each.method === 'DELETE').length;
    if (puts > planned) found.push(`${puts} times PUT, planned ${planned} times: ${path}`);
    if (deletes > 1) found.push(`${deletes} times DELETE: ${path}`);
  }
  const opened = door.filter((each) => each.isOpen).length;
  if (opened > 1) found.push(`the door was opened ${opened} times`);
  if (requests.length > requestsOfTheStory) found.push(`${requests.length} requests were filed instead of 2`);
  for (const { id } of requests) {
    const events = await store.events.of(id);
    for (const kind of onceEach) {
      const times = events.filter((each) => each.kind === kind).length;
      if (times > 1) found.push(`${times} times ${kind}: request ${id}`);
    }
  }
  return found;
}

async function lostRequests(stage: Stage, store: Store, requests: readonly VmRequest[]): Promise<string[]> {
  const found: string[] = [];
  if (requests.length < requestsOfTheStory) found.push(`${requests.length} requests were filed instead of 2`);
  for (const request of requests) {
    const { id, state } = request;
    const right = request.extends === undefined ? 'closed' : 'succeeded';
    if (state !== right) found.push(`request ${id} ${stateWords[state]}${isOver(state) ? '' : ' at the end of all'}`);
    const cards = await store.cards.of(id);
    if (cards.length !== 2) found.push(`request ${id} has ${cards.length} cards`);
    for (const { audience, posted } of cards) {
      if (posted === undefined) found.push(`request ${id} has no card for its ${audience}`);
      else if (!shows(stage, posted, requestCard(request, audience)))
        found.push(`the card of request ${id} for its ${audience} does not show how it ended`);
    }
  }
  const untold = await store.notices.claim(Number.MAX_SAFE_INTEGER - onePassMs, onePassMs, 100);
  if (untold.length > 0) found.push(`${untold.length} notices were never sent`);
  return found;
}

async function brokenChains(store: Store): Promise<string[]> {
  const verdict = verifyChain(await store.events.since(1, 10_000));
  const whole = verdict.kind === 'intact' ? verifyHead(verdict.head, await store.events.head()) : verdict;
  return whole.kind === 'intact' ? [] : [`the log is broken at event ${whole.seq}: ${whole.how}`];
}

function shows({ slack, world }: Stage, at: { channelId: string; ts: string }, card: ViewMessage): boolean {
  return world.slack.users.some(({ id }) => {
    const view = slack.workspace.view(id);
    const channel = view.channels.find((each) => each.id === at.channelId);
    const message = channel?.messages.find((each) => each.ts === at.ts);
    const expected = renderBlocks(card.blocks as readonly Block[], view).join('\n');
    return message !== undefined && renderMessage(message, view).join('\n') === expected;
  });
}

/** The approvers' copies as one of them sees them, or the requester's own. */
function cardsIn({ slack, world }: Stage, name: 'alice' | 'bob'): number {
  const view = slack.workspace.view(world.slack.users.find((each) => each.name === name)?.id ?? '');
  const channel = name === 'alice' ? '@drawbridge' : 'vm-approvals';
  return messagesIn(view, { channel }).filter(({ message }) =>
    renderMessage(message, view)[0]?.endsWith('port 22 of myVM =='),
  ).length;
}
