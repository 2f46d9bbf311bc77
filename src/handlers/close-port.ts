import type { App } from '@slack/bolt';
import { limitsOf } from '../core/policy/limits-of.ts';
import type { PolicyVm } from '../core/policy/policy.ts';
import { refuse } from '../core/text/refusal.ts';
import { actionIds, closeFindingForm } from '../views/action-ids.ts';
import { closeModal } from '../views/closing-forms.ts';
import { refusal } from '../views/refusal.ts';
import { formNotOpened } from '../views/request-problems.ts';
import type { Wish } from './asking.ts';
import { onPress } from './on-press.ts';
import { onSubmit } from './on-submit.ts';
import type { Tools } from './subcommand.ts';
import { fileAndTell, reasonField } from './wish-form.ts';

/** A network security group that a finding is about. */
interface ClosableGroup {
  /** Resource id of the network security group. */
  readonly nsgId: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  readonly subscriptionName?: string;
  /** As the audit read them; they are read anew with the request. Absent: not known. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** @param ref short id of a finding @returns undefined where there is none, or where it is about no group */
export type FindClosableGroup = (ref: string) => Promise<ClosableGroup | undefined>;

const port = 22;

/** "Close it" under a finding: asks for a Deny in front of what exposes the group. */
export function registerClosePort(app: App, tools: Tools, find: FindClosableGroup): void {
  onPress(app, tools, actionIds.closeFinding, async ({ value: ref, reply, openForm }) => {
    const group = await find(ref);
    if (group === undefined) return reply(refusal(findingGone));
    const limits = limitsOf(tools.policy, asPolicyVm(group), 'close-port');
    // What hangs on tags that are not known yet is decided when it is asked for.
    if (limits.kind === 'refused' && group.tags !== undefined) return reply(refusal(limits));
    const reason =
      limits.kind === 'refused' ? { required: true, hint: undefined, initial: undefined } : reasonField(limits);
    if (!(await openForm(closeModal({ ref, group, port, reason })))) await reply(refusal(formNotOpened));
  });

  onSubmit(app, tools, closeFindingForm.callbackId, async ({ pendingId: ref, values, who }) => {
    const group = await find(ref);
    if (group === undefined)
      return { errors: { [closeFindingForm.reason]: `${findingGone.problem} ${findingGone.hint}` } };
    const reason = (values[closeFindingForm.reason] ?? '').trim() || undefined;
    const reply = tools.replyTo({ userId: who.userId });
    return { reply, work: () => fileAndTell(wishFor(group, reason), who, reply, tools) };
  });
}

function wishFor(group: ClosableGroup, reason: string | undefined): Wish {
  const { nsgId, tags: _, ...place } = group;
  return {
    action: 'close-port',
    vm: { ...place, id: nsgId, nicIds: [] },
    params: { from: '', port },
    reason,
    breakGlass: false,
  };
}

function asPolicyVm({ nsgId, tags, ...place }: ClosableGroup): PolicyVm {
  return { ...place, id: nsgId, tags };
}

const findingGone = refuse(
  'There is no such finding any more, or no security group that could be closed.',
  'Run `/vm audit` again: it shows what is open now.',
);
