import type { Json } from '../canonical-json.ts';
import { type Refusal, refuse } from '../text/refusal.ts';
import type { EventKind, NewEvent } from './event.ts';
import { type NewNotice, noticesOf } from './notice.ts';
import type { VmRequest } from './request.ts';

/** What a decision about a request comes to. Decisions are pure: after a lost race they are simply made again. */
export type Decided<Why = Refusal> =
  | {
      readonly kind: 'change';
      readonly request: VmRequest;
      readonly events: readonly NewEvent[];
      readonly notices: readonly NewNotice[];
    }
  | { readonly kind: 'refuse'; readonly refusal: Why };

/** What the bot does by itself. */
export const botActor = 'drawbridge';

/** The request as it becomes, with the event that says so. */
export function change(
  request: VmRequest,
  event: { kind: EventKind; atMs: number; actor: string; data?: { readonly [key: string]: Json } },
): Decided<never> {
  const events = [{ data: {}, ...event, requestId: request.id }];
  return { kind: 'change', request, events, notices: noticesOf(request, events) };
}

/** Nothing changes, and this is why: what is so, and what to do. */
export function decline(problem: string, hint: string): Decided<Refusal> {
  return { kind: 'refuse', refusal: refuse(problem, hint) };
}
