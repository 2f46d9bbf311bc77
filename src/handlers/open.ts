import { refusedKind } from '../core/policy/actor.ts';
import { policyVm } from '../core/policy/policy-vm.ts';
import type { Caller } from '../core/text/parse-caller.ts';
import { type OpenRequest, openUsage, parseOpen } from '../core/text/parse-open.ts';
import { type VmCandidate, vmNameText } from '../core/vm-name.ts';
import { actionIds } from '../views/action-ids.ts';
import { problem } from '../views/problem.ts';
import { refusal } from '../views/refusal.ts';
import { formTooOld } from '../views/request-problems.ts';
import { vmNotFound } from '../views/vm-not-found.ts';
import { vmPicker } from '../views/vm-picker.ts';
import { callerOf } from './caller-of.ts';
import { onPress } from './on-press.ts';
import type { Reply, ReplyTo } from './reply.ts';
import { createShelf } from './shelf.ts';
import type { MakeSubcommand, OpenForm } from './subcommand.ts';
import type { Who } from './who.ts';
import { addressGoodForMs, type Draft, fileAndTell, openDraft, wishOf } from './wish-form.ts';

/** What somebody wants opened; what they did not say is asked for in one form. */
interface Opening {
  readonly request: OpenRequest;
  readonly from: Caller | undefined;
  readonly fromTypedAtMs: number | undefined;
  readonly replyTo: ReplyTo;
}

interface At {
  readonly who: Who;
  readonly reply: Reply;
  readonly openForm: OpenForm;
}

const emergencyMs = 30 * 60_000;

/** `/vm open`: asks for a time-boxed opening of a port to one address. */
export const open: MakeSubcommand = (tools) => {
  const choices = createShelf<{ opening: Opening; candidates: readonly VmCandidate[] }>(tools, 'open-choice');

  async function find(opening: Opening, at: At): Promise<void> {
    const { name } = opening.request;
    const { userId, teamId } = at.who;
    const [found, actor] = await Promise.all([tools.azure.findVms(name), tools.people.actor(userId, teamId)]);
    const stranger = refusedKind(actor);
    if (stranger !== undefined) return at.reply(refusal(stranger));
    const [only, ...others] = found.matches;
    if (only === undefined) return at.reply(vmNotFound(name, found.near));
    if (others.length === 0) return goOn(opening, only, at);
    const pendingId = await choices.put({ opening, candidates: found.matches });
    const then = { actionId: actionIds.pickRemediationVm, label: 'Open' };
    await at.reply(vmPicker({ pendingId, vm: vmNameText(name), candidates: found.matches, more: found.more, then }));
  }

  /** All that is needed was said: it is filed. Else the form asks for the rest. */
  async function goOn(opening: Opening, vm: VmCandidate, { who, reply, openForm }: At): Promise<void> {
    const { request, from, fromTypedAtMs = 0, replyTo } = opening;
    const { port, reason, breakGlass } = request;
    // In an emergency nobody fills in forms: it is short unless something else was said.
    const durationMs = request.durationMs ?? (breakGlass ? emergencyMs : undefined);
    const isRecent = tools.clock.now() - fromTypedAtMs < addressGoodForMs;
    const said = { remediation: 'open-port', vm, port, durationMs, reason, breakGlass } as const;
    if (from !== undefined && isRecent && durationMs !== undefined && (reason !== undefined || breakGlass)) {
      return fileAndTell(wishOf({ ...said, from, fromTypedAtMs }), who, reply, tools);
    }
    const facts = await tools.azure.readFacts(vm);
    const draft: Draft = {
      ...said,
      policyVm: policyVm(facts.vm, vm),
      from,
      fromTypedAtMs: opening.fromTypedAtMs,
      replyTo,
    };
    await openDraft(draft, openForm, reply, tools);
  }

  return {
    name: 'open',
    usage: openUsage,
    summary: 'Ask for a port to be opened to your address for some time',

    async run({ text, who, reply, replyTo, openForm }) {
      const parsed = parseOpen(text);
      if (!parsed.ok) return reply(problem({ message: parsed.problem, hint: parsed.hint }));
      const { request } = parsed;
      const from = await callerOf(request.from, who.userId, tools);
      await find({ request, from, fromTypedAtMs: from?.typedAtMs, replyTo }, { who, reply, openForm });
    },

    register(app) {
      onPress(app, tools, actionIds.pickRemediationVm, async ({ value, who, reply, openForm }) => {
        const [pendingId = '', index = ''] = value.split(':');
        const choice = await choices.get(pendingId);
        const vm = choice?.candidates[Number(index)];
        if (choice === undefined || vm === undefined) {
          return reply(refusal(formTooOld));
        }
        await goOn(choice.opening, vm, { who, reply, openForm });
      });
    },
  };
};
