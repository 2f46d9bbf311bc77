import type { App } from '@slack/bolt';
import { limitsOf } from '../core/policy/limits-of.ts';
import { ruleAt } from '../core/remediations/narrow-rule.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { type Refusal, refuse } from '../core/text/refusal.ts';
import { actionIds, reopenForm } from '../views/action-ids.ts';
import { reopenModal } from '../views/closing-forms.ts';
import { refusal } from '../views/refusal.ts';
import { formNotOpened, requestGone } from '../views/request-problems.ts';
import type { Wish } from './asking.ts';
import { asSeen, maySee } from './may.ts';
import { onPress } from './on-press.ts';
import { onSubmit } from './on-submit.ts';
import type { Tools } from './subcommand.ts';
import type { Who } from './who.ts';
import { fileAndTell, reasonField } from './wish-form.ts';

/** "Reopen" on the card of a closing: taking the Deny away is a request of its own, which somebody has to approve. */
export function registerReopenPort(app: App, tools: Tools): void {
  onPress(app, tools, actionIds.reopenPort, async ({ value, who, reply, openForm }) => {
    const closing = await closingOf(value, who, tools);
    if ('problem' in closing) return reply(refusal(closing));
    const limits = limitsOf(tools.policy, asSeen(closing.vm), 'reopen-port');
    if (limits.kind === 'refused') return reply(refusal(limits));
    if (!(await openForm(reopenModal(closing, reasonField(limits))))) await reply(refusal(formNotOpened));
  });

  onSubmit(app, tools, reopenForm.callbackId, async ({ pendingId, values, who }) => {
    const closing = await closingOf(pendingId, who, tools);
    if ('problem' in closing) return { errors: { [reopenForm.reason]: `${closing.problem} ${closing.hint}` } };
    const reason = (values[reopenForm.reason] ?? '').trim() || undefined;
    const reply = tools.replyTo({ userId: who.userId });
    return { reply, work: () => fileAndTell(wishFor(closing, reason), who, reply, tools) };
  });
}

/** The request that closed, if this person may see it. */
async function closingOf(id: string, { userId, teamId }: Who, tools: Tools): Promise<VmRequest | Refusal> {
  const request = await tools.store.requests.get(id);
  if (request === undefined) return requestGone;
  const hidden = maySee(tools.policy, request, await tools.people.actor(userId, teamId));
  if (hidden !== undefined) return hidden;
  const isDone = request.action === 'close-port' && request.state === 'succeeded';
  if (isDone && request.reopenedBy !== undefined)
    return refuse('That port was reopened already.', 'If it is still closed, another rule does that.');
  return isDone ? request : refuse('That request closed nothing.', 'Look for the card of the request that did.');
}

function wishFor({ id, vm, params, plan }: VmRequest, reason: string | undefined): Wish {
  const { name, resourceGroup, subscriptionId, subscriptionName } = vm;
  const rules = plan.writes.flatMap(({ path }) => ruleAt(path)?.name ?? []);
  return {
    action: 'reopen-port',
    vm: {
      id: vm.id,
      name,
      resourceGroup,
      subscriptionId,
      ...(subscriptionName !== undefined && { subscriptionName }),
      nicIds: [],
    },
    params: { from: '', port: params.port, closing: { requestId: id, rules } },
    reason,
    breakGlass: false,
  };
}
