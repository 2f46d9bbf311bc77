import type { App } from '@slack/bolt';
import { parsePastedKey } from '../core/access-keys/parse-pasted-key.ts';
import { parseUserName } from '../core/access-keys/parse-user-name.ts';
import { vmAccessRefuses } from '../core/access-keys/vm-access-refuses.ts';
import type { ActionParams } from '../core/actions/action.ts';
import { type Limits, limitsOf } from '../core/policy/limits-of.ts';
import type { PolicyVm } from '../core/policy/policy.ts';
import { key } from '../core/remediations/key.ts';
import type { Refusal } from '../core/text/refusal.ts';
import type { VmCandidate } from '../core/vm-name.ts';
import { actionIds, keyForm as form } from '../views/action-ids.ts';
import { type KeyFormContent, keyForm, offerKeyForm } from '../views/key-form.ts';
import { refusal } from '../views/refusal.ts';
import { staysChoice } from '../views/remediation-form.ts';
import { formNotOpened, formTooOld, privateKeyPasted } from '../views/request-problems.ts';
import { onPress } from './on-press.ts';
import { onSubmit, type Reaction } from './on-submit.ts';
import type { Reply, ReplyTo } from './reply.ts';
import { createShelf } from './shelf.ts';
import type { OpenForm, Tools } from './subcommand.ts';
import { fileAndTell, reasonField, usualOf } from './wish-form.ts';

/** A key that is not given yet. The key itself is never kept here. */
interface KeyDraft {
  readonly vm: VmCandidate;
  readonly policyVm: PolicyVm;
  readonly user: string | undefined;
  readonly durationMs: number | undefined;
  readonly replyTo: ReplyTo;
}

const drafts = (tools: Tools) => createShelf<KeyDraft>(tools, 'key-draft');

/** Opens the form that asks for a public key; where Slack's trigger is spent already, offers a button that opens it. */
export async function openKeyDraft(draft: KeyDraft, openForm: OpenForm, reply: Reply, tools: Tools): Promise<void> {
  const content = await contentOf(draft, tools);
  if ('problem' in content) return reply(refusal(content));
  if (!(await openForm(keyForm(content)))) await reply(offerKeyForm(content));
}

async function contentOf(draft: KeyDraft, tools: Tools): Promise<KeyFormContent | Refusal> {
  const limits = limitsOf(tools.policy, draft.policyVm, key.id);
  if (limits.kind === 'refused') return { ok: false, problem: limits.problem, hint: limits.hint };
  const { presetsMs, vmAccess } = limits;
  const { vm, user, durationMs } = draft;
  return {
    pendingId: await drafts(tools).put(draft),
    vm,
    user,
    vmAccess,
    durations: [...new Set([...presetsMs, ...(durationMs === undefined ? [] : [durationMs])])].sort((a, b) => a - b),
    initialDurationMs: durationMs ?? usualOf(presetsMs),
    reason: reasonField(limits),
  };
}

export function registerKeyForm(app: App, tools: Tools): void {
  onPress(app, tools, actionIds.openKeyForm, async ({ value, reply, openForm }) => {
    const draft = await drafts(tools).get(value);
    if (draft === undefined) return reply(refusal(formTooOld));
    const content = await contentOf(draft, tools);
    if ('problem' in content) return reply(refusal(content));
    if (!(await openForm(keyForm(content)))) await reply(refusal(formNotOpened));
  });

  onSubmit(app, tools, form.callbackId, async ({ pendingId, values, who }): Promise<Reaction> => {
    const draft = await drafts(tools).get(pendingId);
    if (draft === undefined) return wrong(form.reason, formTooOld);
    const reply = tools.replyTo(draft.replyTo);
    const limits = limitsOf(tools.policy, draft.policyVm, key.id);
    if (limits.kind === 'refused') return { reply, work: () => reply(refusal(limits)) };
    const pasted = parsePastedKey(values[form.publicKey] ?? '');
    if (pasted.kind === 'private') {
      // The form closes, so that it does not stand on the screen any longer.
      tools.log.warn({ user: who.userId }, 'A private key was pasted; nothing of it was kept');
      return { reply, work: () => reply(refusal(privateKeyPasted)) };
    }
    if (pasted.kind === 'refused') return wrong(form.publicKey, pasted.refusal);
    const unfit = limits.vmAccess ? vmAccessRefuses(pasted.key.type) : undefined;
    if (unfit !== undefined) return wrong(form.publicKey, unfit);
    const name = parseUserName(values[form.user] ?? '');
    if (!name.ok) return wrong(form.user, name);
    const params = paramsOf({ user: name.user, publicKey: pasted.key.line }, values[form.duration], limits);
    const reason = (values[form.reason] ?? '').trim() || undefined;
    const wish = { action: key.id, vm: draft.vm, params, reason, breakGlass: false };
    return { reply, work: () => fileAndTell(wish, who, reply, tools) };
  });
}

function wrong(block: string, { problem, hint }: Refusal): Reaction {
  return { errors: { [block]: `${problem} ${hint}` } };
}

function paramsOf(
  given: Required<Pick<ActionParams, 'user' | 'publicKey'>>,
  duration: string | undefined,
  { vmAccess }: Limits,
): ActionParams {
  return {
    ...given,
    // A key is let in from everywhere that the network lets in.
    from: '',
    port: 22,
    ...(duration !== undefined && duration !== staysChoice && { durationMs: Number(duration) }),
    ...(vmAccess && { vmAccess }),
  };
}
