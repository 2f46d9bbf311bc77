import type { App } from '@slack/bolt';
import { exactText } from '../core/actions/exact-text.ts';
import type { Actor } from '../core/policy/actor.ts';
import { judgeApproval } from '../core/policy/judge-approval.ts';
import type { Decided } from '../core/requests/decided.ts';
import { approve, cancel, deny } from '../core/requests/decisions.ts';
import { closeNow } from '../core/requests/grant.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { wantedOf } from '../core/requests/wanted-of.ts';
import { type Refusal, refuse } from '../core/text/refusal.ts';
import { actionIds, denyForm } from '../views/action-ids.ts';
import { exactRequest } from '../views/exact-request.ts';
import { refusal as refused } from '../views/refusal.ts';
import { requestNow } from '../views/request-filed.ts';
import { denyModal } from '../views/request-forms.ts';
import { formNotOpened, requestGone } from '../views/request-problems.ts';
import { asSeen, mayClose, mayDeny, maySee } from './may.ts';
import { onPress, type Press } from './on-press.ts';
import { onSubmit } from './on-submit.ts';
import type { Tools } from './subcommand.ts';
import type { Who } from './who.ts';

/** Judged and decided in one: about the request as it is at the moment of the change. */
type Decide = (request: VmRequest, actor: Actor) => Decided;

/**
 * The buttons on a request's card. A button carries the request's id and nothing else: every click reads the request
 * and the policy anew, and what it changes is one compare-and-set.
 */
export function registerRequestCard(app: App, tools: Tools): void {
  const { policy } = tools;
  const now = () => tools.clock.now();

  const approving: Decide = (request, actor) => {
    const { vm, action, requester, decisions } = request;
    const ruling = judgeApproval(policy, asSeen(vm), action, requester, actor, decisions, 'approve', wantedOf(request));
    // A request that is over says so, whoever clicks.
    if (ruling.kind === 'refused' && request.state === 'pending') return declined(refuse(ruling.problem, ruling.hint));
    return approve(request, actor.userId, ruling.kind === 'refused' ? 1 : ruling.stillNeeded, now());
  };
  const denying = (reason: string): Decide => {
    return (request, actor) => declined(mayDeny(policy, request, actor)) ?? deny(request, actor.userId, reason, now());
  };
  const closing: Decide = (request, actor) =>
    declined(mayClose(policy, request, actor)) ?? closeNow(request, actor.userId, now());
  const cancelling: Decide = (request, actor) => cancel(request, actor.userId, now());

  onPress(app, tools, actionIds.approve, (press) => act(press, approving));
  onPress(app, tools, actionIds.cancel, (press) => act(press, cancelling));
  onPress(app, tools, actionIds.closeGrant, (press) => act(press, closing));

  onPress(app, tools, actionIds.deny, async (press) => {
    const request = await seen(press);
    if (request === undefined) return;
    const probed = denying('')(request, await actorOf(press.who));
    if (probed.kind === 'refuse') return press.reply(refused(probed.refusal));
    if (!(await press.openForm(denyModal(request)))) await press.reply(refused(formNotOpened));
  });

  onSubmit(app, tools, denyForm.callbackId, async ({ pendingId, values, who }) => {
    const reason = (values[denyForm.reason] ?? '').trim();
    if (reason === '') return { errors: { [denyForm.reason]: 'Say why: the person who asked reads it.' } };
    const refusal = await change(pendingId, who, denying(reason));
    return refusal === undefined
      ? { work: () => tools.work.attend(pendingId) }
      : { errors: { [denyForm.reason]: `${refusal.problem} ${refusal.hint}` } };
  });

  onPress(app, tools, actionIds.showRequest, async (press) => {
    const request = await seen(press);
    if (request === undefined) return;
    const text = exactText(request.plan);
    if (!(await press.openForm(exactRequest(request, text)))) await press.reply(refused(formNotOpened));
  });

  /** Decides, and does what follows; in a private list, which nobody makes anew, what came of it is said. */
  async function act({ value: id, who, reply, inPrivate }: Press, decide: Decide): Promise<void> {
    const refusal = await change(id, who, decide);
    if (refusal !== undefined) return reply(refused(refusal));
    await tools.work.attend(id);
    const request = inPrivate ? await tools.store.requests.get(id) : undefined;
    if (request !== undefined) await reply(requestNow(request));
  }

  /** @returns why nothing was changed */
  async function change(id: string, who: Who, decide: Decide): Promise<Refusal | undefined> {
    const actor = await actorOf(who);
    const updated = await tools.store.requests.update(id, (request) => decide(request, actor));
    if (updated.kind === 'missing') return requestGone;
    return updated.kind === 'refused' ? updated.refusal : undefined;
  }

  /** The request, if this person may see it; otherwise they are told why not. */
  async function seen({ value, who, reply }: Press): Promise<VmRequest | undefined> {
    const request = await tools.store.requests.get(value);
    const refusal = request === undefined ? requestGone : maySee(policy, request, await actorOf(who));
    if (refusal === undefined) return request;
    await reply(refused(refusal));
    return undefined;
  }

  function actorOf({ userId, teamId }: Who): Promise<Actor> {
    return tools.people.actor(userId, teamId);
  }
}

function declined(refusal: Refusal): Decided;
function declined(refusal: Refusal | undefined): Decided | undefined;
function declined(refusal: Refusal | undefined): Decided | undefined {
  return refusal === undefined ? undefined : { kind: 'refuse', refusal };
}
