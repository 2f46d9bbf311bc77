import type { App } from '@slack/bolt';
import type { Actor } from '../core/policy/actor.ts';
import { armRequestText } from '../core/remediations/arm-request-text.ts';
import type { Decided } from '../core/requests/decided.ts';
import { approve, cancel, deny } from '../core/requests/decisions.ts';
import { closeNow } from '../core/requests/grant.ts';
import type { VmRequest } from '../core/requests/request.ts';
import type { Refusal } from '../core/text/refusal.ts';
import { actionIds, denyForm } from '../views/action-ids.ts';
import { exactRequest } from '../views/exact-request.ts';
import { refusal as refused } from '../views/refusal.ts';
import { denyModal } from '../views/request-forms.ts';
import { formNotOpened, requestGone } from '../views/request-problems.ts';
import { mayClose, mayDecide } from './may.ts';
import { onPress, type Press } from './on-press.ts';
import { onSubmit } from './on-submit.ts';
import type { Tools } from './subcommand.ts';
import type { Who } from './who.ts';

type May = (request: VmRequest, actor: Actor) => Refusal | undefined;
type Decide = (request: VmRequest) => Decided;

/**
 * The buttons on a request's card. A button carries the request's id and nothing else: every click reads the request
 * and the policy anew, and what it changes is one compare-and-set.
 */
export function registerRequestCard(app: App, tools: Tools): void {
  const now = () => tools.clock.now();
  const approver: May = (request, actor) => mayDecide(tools.policy, request, actor, 'approve');
  const denier: May = (request, actor) => mayDecide(tools.policy, request, actor, 'deny');

  onPress(app, tools, actionIds.approve, async (press) =>
    say(press, await act(press.value, press.who, approver, (request) => approve(request, press.who.userId, now()))),
  );

  onPress(app, tools, actionIds.cancel, async (press) =>
    say(press, await act(press.value, press.who, anybody, (request) => cancel(request, press.who.userId, now()))),
  );

  onPress(app, tools, actionIds.closeGrant, async (press) => {
    const may: May = (request, actor) => mayClose(tools.policy, request, actor);
    return say(press, await act(press.value, press.who, may, (request) => closeNow(request, press.who.userId, now())));
  });

  onPress(app, tools, actionIds.deny, async (press) => {
    const found = await permitted(press.value, press.who, denier);
    if ('problem' in found) return say(press, found);
    const probed = deny(found, press.who.userId, '', now());
    if (probed.kind === 'refuse') return say(press, probed.refusal);
    if (!(await press.openForm(denyModal(found)))) await say(press, formNotOpened);
  });

  onSubmit(app, tools, denyForm.callbackId, async ({ pendingId, values, who }) => {
    const reason = (values[denyForm.reason] ?? '').trim();
    if (reason === '') return { errors: { [denyForm.reason]: 'Say why: the person who asked reads it.' } };
    const refusal = await change(pendingId, who, denier, (request) => deny(request, who.userId, reason, now()));
    return refusal === undefined
      ? { work: () => tools.work.attend(pendingId) }
      : { errors: { [denyForm.reason]: `${refusal.problem} ${refusal.hint}` } };
  });

  onPress(app, tools, actionIds.showRequest, async (press) => {
    const request = await tools.store.requests.get(press.value);
    if (request === undefined) return say(press, requestGone);
    const text = armRequestText(request.plan);
    if (!(await press.openForm(exactRequest(request, text)))) await say(press, formNotOpened);
  });

  /** Decides, and does what follows. @returns why nothing was changed */
  async function act(id: string, who: Who, may: May, decide: Decide): Promise<Refusal | undefined> {
    const refusal = await change(id, who, may, decide);
    if (refusal === undefined) await tools.work.attend(id);
    return refusal;
  }

  async function change(id: string, who: Who, may: May, decide: Decide): Promise<Refusal | undefined> {
    const found = await permitted(id, who, may);
    if ('problem' in found) return found;
    const updated = await tools.store.requests.update(id, decide);
    if (updated.kind === 'missing') return requestGone;
    return updated.kind === 'refused' ? updated.refusal : undefined;
  }

  async function permitted(id: string, { userId, teamId }: Who, may: May): Promise<VmRequest | Refusal> {
    const request = await tools.store.requests.get(id);
    if (request === undefined) return requestGone;
    return may(request, await tools.people.actor(userId, teamId)) ?? request;
  }
}

const anybody: May = () => undefined;

async function say({ reply }: Pick<Press, 'reply'>, refusal: Refusal | undefined): Promise<void> {
  if (refusal !== undefined) await reply(refused(refusal));
}
