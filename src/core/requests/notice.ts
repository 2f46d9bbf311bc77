import { isOverSsh } from '../actions/act.ts';
import { canonicalJson, type Json } from '../canonical-json.ts';
import type { EventKind, NewEvent } from './event.ts';
import { hasCards } from './has-cards.ts';
import type { VmRequest } from './request.ts';

/** To whom something is told: under the cards, to one person, or in the approvals channel itself. */
type NoticeTo =
  | { readonly kind: 'thread' }
  | { readonly kind: 'person'; readonly userId: string }
  | { readonly kind: 'channel' };

/** Something to tell in Slack, written with the change it tells of and sent afterwards, at least once. */
export interface NewNotice {
  readonly requestId: string;
  readonly to: NoticeTo;
  /** The event it tells of, as canonical JSON; the views put it into words. */
  readonly about: string;
  readonly atMs: number;
}

/** What a notice tells of. */
export type Told = Pick<NewEvent, 'kind' | 'atMs' | 'actor' | 'data'>;

/** Events that only the log keeps: nobody wants a message for each. */
const silent: ReadonlySet<EventKind> = new Set(['execution-began', 'write-sent', 'act-began']);

/** What the person who asked is told in a message of its own. */
const forRequester: ReadonlySet<EventKind> = new Set([
  'approved',
  'denied',
  'lapsed',
  'act-ended',
  'succeeded',
  'failed',
  'outcome-unknown',
  'opened',
  'end-announced',
  'extended',
  'closed',
  'drift-seen',
]);

/** What everybody in the approvals channel should hear, not only who reads the thread. */
const forChannel: ReadonlySet<EventKind> = new Set(['close-failed', 'drift-seen', 'stray-closed', 'break-glass']);

/** Who is told of what happened to a request. The thread under its card is the whole log. */
export function noticesOf(request: VmRequest, events: readonly NewEvent[]): NewNotice[] {
  return events.flatMap((event) => {
    if (silent.has(event.kind) || isRoutine(event)) return [];
    const notice = (to: NoticeTo): NewNotice => ({
      requestId: request.id,
      to,
      about: canonicalJson(told(event) as unknown as Json),
      atMs: event.atMs,
    });
    const isSaid = isCounted(request, event) || isSaidByGrant(request, event) || isSaidWithOutput(request, event);
    const toRequester = forRequester.has(event.kind) && !isSaid;
    return [
      ...(hasCards(request) ? [notice({ kind: 'thread' })] : []),
      ...(toRequester ? [notice({ kind: 'person', userId: request.requester })] : []),
      ...(forChannel.has(event.kind) ? [notice({ kind: 'channel' })] : []),
    ];
  });
}

function told({ kind, atMs, actor, data }: NewEvent): Told {
  return { kind, atMs, actor, data };
}

/** That it closes at its time is told by what comes of it; that a person closes it earlier is told at once. */
function isRoutine({ kind, actor }: NewEvent): boolean {
  return kind === 'close-began' && !/^[UW]/.test(actor);
}

/** One approval of several changes nothing yet for the person who waits. */
function isCounted(request: VmRequest, { kind }: NewEvent): boolean {
  return kind === 'approved' && request.state === 'pending';
}

/** What comes of a command or a file is shown where it was asked for. */
function isSaidWithOutput({ plan, act }: VmRequest, { kind }: NewEvent): boolean {
  return isOverSsh(plan.act) && (kind === 'act-ended' || (kind === 'closed' && act?.outcome !== undefined));
}

/** More time is told with the grant that has it now: three messages for one approval would be two too many. */
function isSaidByGrant({ extends: prolongs }: VmRequest, { kind }: NewEvent): boolean {
  return prolongs !== undefined && (kind === 'approved' || kind === 'succeeded');
}
