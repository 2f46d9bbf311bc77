import type { Told } from '../core/requests/notice.ts';
import type { Card, Notice } from '../store/store.ts';
import { eventWords } from '../views/event-words.ts';
import { requestCard } from '../views/request-card.ts';
import { plainNotice, requestNotice } from '../views/request-notice.ts';
import type { JobParts } from './job-parts.ts';

type DeliverParts = Pick<JobParts, 'store' | 'poster' | 'clock' | 'log' | 'approvalsChannel' | 'channelIsExternal'>;

/** As many as can surely be posted before somebody else may take them: Slack takes about one message a second. */
const mostAtOnce = 10;
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
  const channelId = audience === 'requester' ? await poster.directChannel(request.requester) : await ownChannel(parts);
  const message = requestCard(request, audience);
  const isUpdated = posted !== undefined && (await poster.update(posted.channelId, posted.ts, message));
  const shown = { requestId, audience, shownVersion: request.version };
  if (isUpdated) return store.cards.shown({ ...shown, ...posted });
  await store.cards.shown({ ...shown, channelId, ts: await poster.post(channelId, message) });
}

/** The approvals channel; nothing is posted into one that people of another company read. */
async function ownChannel({ approvalsChannel, channelIsExternal }: DeliverParts): Promise<string> {
  if (!(await channelIsExternal(approvalsChannel))) return approvalsChannel;
  throw new Error('the approvals channel is shared with another company, or Slack does not say whether it is');
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
        await store.notices.postpone(notice.id, clock.now() + againAfterMs);
      }
    }
    if (notices.length < mostAtOnce) return;
  }
}

async function sendNotice(notice: Notice, parts: DeliverParts): Promise<void> {
  const { store, poster } = parts;
  const request = await store.requests.get(notice.requestId);
  if (request === undefined) return;
  const words = eventWords(JSON.parse(notice.about) as Told, request.remediation);
  const { to } = notice;
  if (to.kind === 'person') {
    await poster.post(await poster.directChannel(to.userId), requestNotice(request, words, 'requester'));
    return;
  }
  if (to.kind === 'channel') {
    await poster.post(await ownChannel(parts), requestNotice(request, words, 'approvers'));
    return;
  }
  const card = (await store.cards.of(request.id)).find(({ audience }) => audience === 'approvers');
  if (card?.posted === undefined) throw new Error('its card is not posted yet');
  await ownChannel(parts);
  await poster.post(card.posted.channelId, plainNotice(words), card.posted.ts);
}
