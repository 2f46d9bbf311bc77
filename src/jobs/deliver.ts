import type { Told } from '../core/requests/notice.ts';
import type { Card, Notice } from '../store/store.ts';
import { eventWords } from '../views/event-words.ts';
import { requestCard } from '../views/request-card.ts';
import { plainNotice, requestNotice } from '../views/request-notice.ts';
import type { JobParts } from './job-parts.ts';

type DeliverParts = Pick<JobParts, 'store' | 'poster' | 'clock' | 'log' | 'approvalsChannel'>;

/** As many as can surely be posted before somebody else may take them: Slack takes about one message a second. */
const mostAtOnce = 10;
const leaseMs = 60_000;
const againAfterMs = 20_000;
const longestPauseMs = 3_600_000;

/**
 * Brings Slack up to what the store says: cards that show an older version are made anew, and notices that were not
 * sent are sent. What Slack refuses is tried again at the next pass; what was posted just before a crash may appear twice.
 */
export async function deliver(parts: DeliverParts): Promise<void> {
  await showCards(parts);
  await sendNotices(parts);
}

async function showCards(parts: DeliverParts): Promise<void> {
  const { store, clock, log } = parts;
  // Whatever changed while a card was being shown is stale again: until there is none that nobody is at.
  for (;;) {
    const cards = await store.cards.claim(clock.now(), leaseMs, mostAtOnce);
    if (cards.length === 0) return;
    for (const card of cards) {
      try {
        await showCard(card, parts);
      } catch (error) {
        log.warn({ err: error, request: card.requestId, to: card.audience }, 'a card was not shown; trying again');
        await store.cards.postpone(card, clock.now() + againAfterMs);
      }
    }
  }
}

async function showCard({ requestId, audience, posted }: Card, parts: DeliverParts): Promise<void> {
  const { store, poster } = parts;
  const request = await store.requests.get(requestId);
  if (request === undefined) return;
  const channelId = audience === 'requester' ? await poster.directChannel(request.requester) : parts.approvalsChannel;
  const message = requestCard(request, audience);
  const isUpdated = posted !== undefined && (await poster.update(posted.channelId, posted.ts, message));
  const shown = { requestId, audience, shownVersion: request.version };
  if (isUpdated) return store.cards.shown({ ...shown, ...posted });
  await store.cards.shown({ ...shown, channelId, ts: await poster.post(channelId, message) });
}

async function sendNotices(parts: DeliverParts): Promise<void> {
  const { store, clock, log } = parts;
  for (;;) {
    const notices = await store.notices.claim(clock.now(), leaseMs, mostAtOnce);
    for (const notice of notices) {
      try {
        await sendNotice(notice, parts);
        await store.notices.sent(notice.id);
      } catch (error) {
        log.warn({ err: error, request: notice.requestId, to: notice.to.kind }, 'a notice was not sent; trying again');
        await store.notices.postpone(notice.id, clock.now() + pauseMs(notice.tries));
      }
    }
    if (notices.length < mostAtOnce) return;
  }
}

/** Longer each time: somebody who has left the company is not written to every minute for ever. */
function pauseMs(tries: number): number {
  return Math.min(againAfterMs * 2 ** (tries - 1), longestPauseMs);
}

async function sendNotice(notice: Notice, parts: DeliverParts): Promise<void> {
  const { store, poster } = parts;
  const request = await store.requests.get(notice.requestId);
  if (request === undefined) return;
  const told = JSON.parse(notice.about) as Told;
  const words = eventWords(told, request.action);
  const { to } = notice;
  if (to.kind === 'person') {
    await poster.post(await poster.directChannel(to.userId), requestNotice(request, words, 'requester'));
    return;
  }
  if (to.kind === 'channel') {
    await poster.post(parts.approvalsChannel, requestNotice(request, words, 'approvers'));
    return;
  }
  const card = (await store.cards.of(request.id)).find(({ audience }) => audience === 'approvers');
  if (card?.posted === undefined) throw new Error('its card is not posted yet');
  await poster.post(card.posted.channelId, plainNotice(words), {
    threadTs: card.posted.ts,
    // Nobody follows the thread of what they have not looked at yet; and nobody is tagged again.
    broadcast: told.kind === 'reminded',
  });
}
