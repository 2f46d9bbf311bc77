import type { Told } from '../core/requests/notice.ts';
import type { VmRequest } from '../core/requests/request.ts';
import type { Notice } from '../store/store.ts';
import { eventWords } from '../views/event-words.ts';
import { type Audience, requestCard } from '../views/request-card.ts';
import { plainNotice, requestNotice } from '../views/request-notice.ts';
import type { JobParts } from './job-parts.ts';

type DeliverParts = Pick<JobParts, 'store' | 'poster' | 'clock' | 'log' | 'approvalsChannel'>;

const mostAtOnce = 100;
/** Few, so that those who are called at the same time share the work. */
const mostCardsAtOnce = 10;
const leaseMs = 60_000;
const againAfterMs = 20_000;

/**
 * Brings Slack up to what the store says: cards that show an older version are made anew, and notices that were not
 * sent are sent. What Slack refuses is tried again at the next pass; what was posted just before a crash may appear twice.
 */
export async function deliver(parts: DeliverParts): Promise<void> {
  await showCards(parts);
  await sendNotices(parts);
}

/**
 * Each request's cards are shown by one at a time, here and in other replicas. Whoever changed it meanwhile may have
 * passed it over, so that it is looked again afterwards.
 */
async function showCards(parts: DeliverParts): Promise<void> {
  const { store, clock } = parts;
  for (;;) {
    const ids = await store.cards.claim(clock.now(), leaseMs, mostCardsAtOnce);
    for (const id of ids) {
      const areShown = await showCardsOf(id, parts);
      await store.cards.release(id, areShown ? 0 : clock.now() + againAfterMs);
    }
    if (ids.length === 0) return;
  }
}

async function showCardsOf(id: string, parts: DeliverParts): Promise<boolean> {
  const request = await parts.store.requests.get(id);
  if (request === undefined) return true;
  const shown = [await showCard(request, 'approvers', parts), await showCard(request, 'requester', parts)];
  return shown.every(Boolean);
}

/** @returns false when Slack did not take it */
async function showCard(request: VmRequest, audience: Audience, parts: DeliverParts): Promise<boolean> {
  const { store, poster, log } = parts;
  try {
    const channelId = await channelOf(request, audience, parts);
    const card = (await store.cards.of(request.id)).find((each) => each.channelId === channelId);
    if (card !== undefined && card.shownVersion >= request.version) return true;
    const message = requestCard(request, audience);
    const shown = card !== undefined && (await poster.update(channelId, card.ts, message));
    const ts = shown ? card.ts : await poster.post(channelId, message);
    await store.cards.put({ requestId: request.id, channelId, ts, shownVersion: request.version });
    return true;
  } catch (error) {
    log.warn({ err: error, request: request.id, audience }, 'a card could not be shown; trying again');
    return false;
  }
}

async function channelOf({ requester }: VmRequest, audience: Audience, { poster, approvalsChannel }: DeliverParts) {
  return audience === 'requester' ? poster.directChannel(requester) : approvalsChannel;
}

async function sendNotices({ store, poster, clock, log, approvalsChannel }: DeliverParts): Promise<void> {
  for (;;) {
    const notices = await store.notices.claim(clock.now(), leaseMs, mostAtOnce);
    for (const notice of notices) {
      try {
        await sendNotice(notice, { store, poster, approvalsChannel });
        await store.notices.sent(notice.id);
      } catch (error) {
        log.warn({ err: error, request: notice.requestId, to: notice.to.kind }, 'a notice was not sent; trying again');
        await store.notices.postpone(notice.id, clock.now() + againAfterMs);
      }
    }
    if (notices.length < mostAtOnce) return;
  }
}

async function sendNotice(
  notice: Notice,
  { store, poster, approvalsChannel }: Pick<DeliverParts, 'store' | 'poster' | 'approvalsChannel'>,
): Promise<void> {
  const request = await store.requests.get(notice.requestId);
  if (request === undefined) return;
  const words = eventWords(JSON.parse(notice.about) as Told);
  const { to } = notice;
  if (to.kind === 'person') {
    await poster.post(await poster.directChannel(to.userId), requestNotice(request, words));
    return;
  }
  if (to.kind === 'channel') {
    await poster.post(approvalsChannel, requestNotice(request, words));
    return;
  }
  const cards = await store.cards.of(request.id);
  const card = cards.find(({ channelId }) => channelId === approvalsChannel);
  if (card === undefined) throw new Error('its card is not posted yet');
  await poster.post(approvalsChannel, plainNotice(words), card.ts);
}
