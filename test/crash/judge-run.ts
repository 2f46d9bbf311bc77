import { messagesIn } from '../../sandbox/script/find-element.ts';
import { renderMessage } from '../../sandbox/script/render-message.ts';
import type { VmRequest } from '../../src/core/requests/request.ts';
import { stateWords } from '../../src/core/requests/state-words.ts';
import { isOver } from '../../src/core/requests/transitions.ts';
import { verifyChain, verifyHead } from '../../src/core/requests/verify-chain.ts';
import type { Store } from '../../src/store/store.ts';
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

/** @param stuck what somebody waited for in vain */
export async function judgeRun(stage: Stage, stuck: string | undefined): Promise<Verdict> {
  const store = await stage.memory();
  const requests = await store.requests.list({});
  return {
    lateCloses: await lateCloses(stage, store, requests),
    doubleExecutions: doubleExecutions(stage, requests),
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

function doubleExecutions({ door, taken }: Stage, requests: readonly VmRequest[]): string[] {
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
    for (const { channelId, ts } of cards) {
      const text = textAt(stage, channelId, ts);
      if (!text.includes(`It ${stateWords[state]}`)) found.push(`a card of request ${id} does not say so: ${text}`);
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

function textAt({ slack, world }: Stage, channelId: string, ts: string): string {
  for (const { id } of world.slack.users) {
    const view = slack.workspace.view(id);
    const message = view.channels.find((each) => each.id === channelId)?.messages.find((each) => each.ts === ts);
    if (message !== undefined) return renderMessage(message, view).join('\n');
  }
  return 'it is not there';
}

/** The approvers' copies as one of them sees them, or the requester's own. */
function cardsIn({ slack, world }: Stage, name: 'alice' | 'bob'): number {
  const view = slack.workspace.view(world.slack.users.find((each) => each.name === name)?.id ?? '');
  const channel = name === 'alice' ? '@drawbridge' : 'vm-approvals';
  return messagesIn(view, { channel }).filter(({ message }) =>
    renderMessage(message, view).some((line) => line.startsWith('@alice asks to')),
  ).length;
}
