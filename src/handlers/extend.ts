import type { App } from '@slack/bolt';
import { judgeRequest } from '../core/policy/judge-request.ts';
import { limitsOf } from '../core/policy/limits-of.ts';
import { planExtension } from '../core/remediations/plan-extension.ts';
import { newRequest, requestIdOf } from '../core/requests/new-request.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { stateWords } from '../core/requests/state-words.ts';
import { isOver } from '../core/requests/transitions.ts';
import { type Refusal, refuse } from '../core/text/refusal.ts';
import { actionIds, extendForm } from '../views/action-ids.ts';
import { refusal } from '../views/refusal.ts';
import { extendModal } from '../views/request-forms.ts';
import { alreadyAsked, formNotOpened, requestGone } from '../views/request-problems.ts';
import { asSeen } from './may.ts';
import { onPress } from './on-press.ts';
import { onSubmit } from './on-submit.ts';
import type { Tools } from './subcommand.ts';
import type { Who } from './who.ts';

/** "Extend" on an open grant: more time is a request of its own, which somebody has to approve again. */
export function registerExtend(app: App, tools: Tools): void {
  onPress(app, tools, actionIds.extendGrant, async ({ value, who, reply, openForm }) => {
    const grant = await mine(value, who.userId, tools);
    if ('problem' in grant) return reply(refusal(grant));
    const limits = limitsOf(tools.policy, asSeen(grant.vm), grant.action);
    if (limits.kind === 'refused') return reply(refusal(limits));
    const reason = { required: limits.reasonRequired, hint: undefined, initial: undefined };
    if (await openForm(extendModal(grant, { durations: limits.presetsMs, reason }))) return;
    await reply(refusal(formNotOpened));
  });

  onSubmit(app, tools, extendForm.callbackId, async ({ pendingId, values, who }) => {
    const durationMs = Number(values[extendForm.duration]);
    const reason = (values[extendForm.reason] ?? '').trim();
    const asked = await askForMore(pendingId, durationMs, reason, who, tools);
    if (typeof asked === 'string') return { work: () => tools.work.attend(asked) };
    return { errors: { [extendForm.reason]: `${asked.problem} ${asked.hint}` } };
  });
}

/** @returns the id of the request for more time */
async function askForMore(
  grantId: string,
  durationMs: number,
  reason: string,
  who: Who,
  tools: Tools,
): Promise<string | Refusal> {
  const grant = await mine(grantId, who.userId, tools);
  if ('problem' in grant) return grant;
  const actor = await tools.people.actor(who.userId, who.teamId);
  const { vm, action, params, fromTypedAtMs, closesAtMs = 0 } = grant;
  const ruling = judgeRequest(tools.policy, asSeen(vm), grant.action, actor, {
    from: params.from,
    durationMs,
    reason,
  });
  if (ruling.kind === 'refused') return refuse(ruling.problem, ruling.hint);
  const planned = planExtension(grant, durationMs);
  if (planned.kind === 'refused') return refuse(planned.problem, planned.hint);
  const same = await sameExtension(grant, tools);
  if (same !== undefined) return same.params.durationMs === durationMs ? same.id : alreadyAsked(same);
  const id = requestIdOf(tools.newBytes(10));
  const filed = newRequest(
    {
      id,
      action,
      params: { ...params, durationMs },
      fromTypedAtMs,
      vm,
      plan: planned.plan,
      notes: planned.notes,
      requester: who.userId,
      reason,
      policy: ruling.applied,
      lapsesAfterMs: Math.min(ruling.lapsesAfterMs, Math.max(60_000, closesAtMs - tools.clock.now())),
      extends: grantId,
    },
    tools.clock.now(),
  );
  await tools.store.requests.insert(filed.request, filed.events, filed.notices);
  return id;
}

/** A form that was sent and not answered is sent again, and is one request all the same. */
async function sameExtension(grant: VmRequest, { store }: Tools): Promise<VmRequest | undefined> {
  const mine = await store.requests.list({ requester: grant.requester, vmId: grant.vm.id, limit: 20 });
  return mine.find((each) => each.extends === grant.id && !isOver(each.state));
}

/** The open grant, if it is this person's. */
async function mine(id: string, userId: string, { store }: Tools): Promise<VmRequest | Refusal> {
  const grant = await store.requests.get(id);
  if (grant === undefined) return requestGone;
  if (grant.requester !== userId)
    return refuse('Only the person who asked can ask for more time.', 'They have the button in their messages.');
  if (grant.state !== 'active') return refuse(`It ${stateWords[grant.state]}.`, 'Ask for a new one.');
  return grant;
}
