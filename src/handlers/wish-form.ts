import type { App } from '@slack/bolt';
import { type Limits, limitsOf } from '../core/policy/limits-of.ts';
import type { PolicyVm } from '../core/policy/policy.ts';
import { type RemediationId, remediationOf } from '../core/remediations/all-remediations.ts';
import { normaliseTyped } from '../core/text/normalise-typed.ts';
import { type Caller, parseCaller } from '../core/text/parse-caller.ts';
import type { Refusal } from '../core/text/refusal.ts';
import type { VmCandidate } from '../core/vm-name.ts';
import { actionIds, remediationForm as form } from '../views/action-ids.ts';
import { refusal } from '../views/refusal.ts';
import { offerForm, type RemediationFormContent, remediationForm, staysChoice } from '../views/remediation-form.ts';
import { requestFiled } from '../views/request-filed.ts';
import { formNotOpened, formTooOld } from '../views/request-problems.ts';
import { fileRequest, type Wish } from './asking.ts';
import { onPress } from './on-press.ts';
import { onSubmit } from './on-submit.ts';
import type { Reply, ReplyTo } from './reply.ts';
import { createShelf, type Shelf } from './shelf.ts';
import type { OpenForm, Tools } from './subcommand.ts';
import type { Who } from './who.ts';

/** What somebody wants mended, said in full. */
interface Said {
  readonly remediation: RemediationId;
  readonly vm: VmCandidate;
  readonly from: Caller;
  readonly fromTypedAtMs: number;
  readonly port: number;
  readonly durationMs: number | undefined;
  readonly reason: string | undefined;
  readonly breakGlass: boolean;
}

/** A wish that is not complete yet; kept while its form is filled in. */
export interface Draft extends Pick<Said, 'remediation' | 'vm' | 'port' | 'breakGlass'> {
  readonly policyVm: PolicyVm;
  readonly from: Caller | undefined;
  readonly fromTypedAtMs: number | undefined;
  readonly durationMs: number | undefined;
  readonly reason: string | undefined;
  readonly replyTo: ReplyTo;
}

/** An address that was typed longer ago is asked for again: people move. */
export const addressGoodForMs = 12 * 3_600_000;
const usualMs = 3_600_000;

const drafts = (tools: Tools): Shelf<Draft> => createShelf<Draft>(tools, 'draft');

/** Opens the form for a draft; where Slack's trigger is spent already, offers a button that opens it. */
export async function openDraft(draft: Draft, openForm: OpenForm, reply: Reply, tools: Tools): Promise<void> {
  const content = await contentOf(draft, tools);
  if ('problem' in content) return reply(refusal(content));
  if (!(await openForm(remediationForm(content)))) await reply(offerForm(content));
}

async function contentOf(draft: Draft, tools: Tools): Promise<RemediationFormContent | Refusal> {
  const { remediation, policyVm, port, vm, from, fromTypedAtMs = 0, durationMs, reason } = draft;
  const limits = limitsOf(tools.policy, policyVm, remediation);
  if (limits.kind === 'refused') return { ok: false, problem: limits.problem, hint: limits.hint };
  const { timeBox, opensTo } = remediationOf(remediation);
  const isRecent = tools.clock.now() - fromTypedAtMs < addressGoodForMs;
  const longestMs = draft.breakGlass ? (tools.policy.breakGlass?.longestMs ?? 0) : limits.longestMs;
  const presets = limits.presetsMs.filter((ms) => ms <= longestMs);
  return {
    pendingId: await drafts(tools).put(draft),
    remediation,
    vm,
    port,
    address: opensTo ? { initial: from?.address, isRecent } : undefined,
    isEmergency: draft.breakGlass,
    durations: timeBox === 'none' ? [] : presets,
    initialDurationMs: durationMs ?? usualOf(presets),
    mayStay: timeBox === 'optional',
    reason: { ...reasonField(limits), ...(draft.breakGlass && { required: true }), initial: reason },
  };
}

/** How a form asks why. */
export function reasonField({ reasonRequired, reasonPatterns }: Limits): RemediationFormContent['reason'] {
  return { required: reasonRequired, hint: reasonHint(reasonPatterns), initial: undefined };
}

function reasonHint(patterns: readonly (readonly string[])[]): string | undefined {
  if (patterns.length === 0) return undefined;
  return `It has to look like ${patterns.map((any) => any.join(' or ')).join(' and ')}; * is any text and # a digit.`;
}

/** What the form begins with where nobody said how long. */
export function usualOf(presetsMs: readonly number[]): number | undefined {
  return presetsMs.findLast((ms) => ms <= usualMs);
}

export function registerWishForm(app: App, tools: Tools): void {
  onPress(app, tools, actionIds.openRemediationForm, async ({ value, reply, openForm }) => {
    const draft = await drafts(tools).get(value);
    if (draft === undefined) return reply(refusal(formTooOld));
    const content = await contentOf(draft, tools);
    if ('problem' in content) return reply(refusal(content));
    if (!(await openForm(remediationForm(content)))) {
      await reply(refusal(formNotOpened));
    }
  });

  onSubmit(app, tools, form.callbackId, async ({ pendingId, values, who }) => {
    const draft = await drafts(tools).get(pendingId);
    if (draft === undefined) return { errors: { [form.reason]: `${formTooOld.problem} ${formTooOld.hint}` } };
    const from = addressIn(values, draft);
    if ('problem' in from) return { errors: { [form.from]: `${from.problem} ${from.hint}` } };
    const duration = values[form.duration];
    const now = tools.clock.now();
    const wish = {
      remediation: draft.remediation,
      vm: draft.vm,
      port: draft.port,
      from,
      fromTypedAtMs: typedAtMs(from, draft, now),
      durationMs: duration === undefined || duration === staysChoice ? undefined : Number(duration),
      reason: (values[form.reason] ?? '').trim() || undefined,
      breakGlass: draft.breakGlass,
    };
    if (wish.fromTypedAtMs === now) await tools.store.addresses.set(who.userId, { ...from, typedAtMs: now });
    const reply = tools.replyTo(draft.replyTo);
    return { reply, work: () => fileAndTell(wishOf(wish), who, reply, tools) };
  });
}

/** An address that was filled in already and left as it is was typed when it was typed, unless it had to be confirmed. */
function typedAtMs({ address }: Caller, { from, fromTypedAtMs }: Draft, nowMs: number): number {
  const isKept = address === from?.address && fromTypedAtMs !== undefined && nowMs - fromTypedAtMs < addressGoodForMs;
  return isKept ? fromTypedAtMs : nowMs;
}

/** What stands in the form; a remediation that opens to no address keeps the one that the check was made for. */
function addressIn(values: Readonly<Record<string, string>>, { from }: Draft): Caller | Refusal {
  const typed = values[form.from];
  if (typed === undefined && from !== undefined) return from;
  const parsed = parseCaller(normaliseTyped(typed ?? ''));
  return parsed.ok ? parsed.caller : parsed;
}

export function wishOf({ remediation, vm, from, fromTypedAtMs, port, durationMs, reason, breakGlass }: Said): Wish {
  const params = {
    from: from.address,
    port,
    ...(durationMs !== undefined && { durationMs }),
    ...(remediationOf(remediation).timeBox === 'optional' && { removeAtEnd: durationMs !== undefined }),
  };
  return { action: remediation, vm, params, fromTypedAtMs, reason, breakGlass };
}

/** Files the wish, and says what came of it. */
export async function fileAndTell(wish: Wish, who: Who, reply: Reply, tools: Tools): Promise<void> {
  const filed = await fileRequest(wish, who, tools);
  await reply('problem' in filed ? refusal(filed) : requestFiled(filed));
}
