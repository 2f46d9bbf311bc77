import { runChecks } from '../core/checks/run-checks.ts';
import { probeTarget } from '../core/checks/should-probe.ts';
import { verdictOf } from '../core/checks/verdict.ts';
import { refusedKind } from '../core/policy/actor.ts';
import { mayAsk } from '../core/policy/may-ask.ts';
import type { PolicyVm } from '../core/policy/policy.ts';
import { policyVm } from '../core/policy/policy-vm.ts';
import { allRemediations, type RemediationId } from '../core/remediations/all-remediations.ts';
import type { Remediation } from '../core/remediations/remediation.ts';
import { sshCommand } from '../core/ssh-command.ts';
import { normaliseTyped } from '../core/text/normalise-typed.ts';
import { parseCaller } from '../core/text/parse-caller.ts';
import { type ConnectCheckRequest, connectCheckUsage, parseConnectCheck } from '../core/text/parse-connect-check.ts';
import { type VmCandidate, vmNameText } from '../core/vm-name.ts';
import type { RememberedAddress } from '../store/store.ts';
import { actionIds, addressForm, askRemediationId } from '../views/action-ids.ts';
import { addressModal, askAddress } from '../views/ask-address.ts';
import { notOpened, notSharedHere, sharedAlready, tooOld } from '../views/connect-check-problems.ts';
import { connectCheckProgress } from '../views/connect-check-progress.ts';
import {
  type ConnectCheckReport,
  connectCheckReport,
  sharedConnectCheckReport,
} from '../views/connect-check-report.ts';
import { problem } from '../views/problem.ts';
import { refusal } from '../views/refusal.ts';
import { vmNotFound } from '../views/vm-not-found.ts';
import { vmPicker } from '../views/vm-picker.ts';
import { callerOf } from './caller-of.ts';
import { openKeyDraft } from './key-form.ts';
import { onPress } from './on-press.ts';
import { onSubmit } from './on-submit.ts';
import type { Reply, ReplyTo } from './reply.ts';
import { saying } from './saying.ts';
import { createShelf } from './shelf.ts';
import type { MakeSubcommand } from './subcommand.ts';
import type { Who } from './who.ts';
import { openDraft } from './wish-form.ts';

/** What somebody wants checked, complete. */
interface Wish {
  readonly request: ConnectCheckRequest;
  readonly from: RememberedAddress;
  readonly remembered: boolean;
  readonly who: Who;
}

/** A report as it was shown, with what its buttons go on from. */
interface Shown {
  readonly wish: Wish;
  readonly vm: VmCandidate;
  readonly policyVm: PolicyVm;
  /** The user whom Azure knows. */
  readonly user: string | undefined;
  readonly report: Omit<ConnectCheckReport, 'id'>;
}

/** `/vm connect-check`: every prerequisite of an SSH connection, checked; what stands in the way, named. */
export const connectCheck: MakeSubcommand = (tools) => {
  const asked = createShelf<{ request: ConnectCheckRequest; replyTo: ReplyTo }>(tools, 'address-question');
  const choices = createShelf<{ wish: Wish; candidates: readonly VmCandidate[] }>(tools, 'vm-choice');
  const reports = createShelf<Shown>(tools, 'report');
  /** Ids of reports that are in a channel already: a double click shares once. */
  const shared = new Set<string>();

  async function find(wish: Wish, reply: Reply): Promise<void> {
    const { name } = wish.request;
    const [found, actor] = await saying(progress(wish), { reply, log: tools.log }, async () =>
      Promise.all([tools.azure.findVms(name), actorOf(wish.who)]),
    );
    const refusedAtOnce = refusedKind(actor);
    if (refusedAtOnce !== undefined) return reply(refusal(refusedAtOnce));
    const [only, ...others] = found.matches;
    if (only === undefined) return reply(vmNotFound(name, found.near));
    if (others.length === 0) return reply(await examine(wish, only));
    const pendingId = await choices.put({ wish, candidates: found.matches });
    await reply(vmPicker({ pendingId, vm: vmNameText(name), candidates: found.matches, more: found.more }));
  }

  async function examineAgain(wish: Wish, vm: VmCandidate, reply: Reply): Promise<void> {
    await reply(await saying(progress(wish), { reply, log: tools.log }, () => examine(wish, vm)));
  }

  async function examine(wish: Wish, vm: VmCandidate) {
    const { port } = wish.request;
    const from = wish.from.address;
    const [facts, actor] = await Promise.all([tools.azure.readFacts(vm), actorOf(wish.who)]);
    const seen = policyVm(facts.vm, vm);
    const ruling = mayAsk(tools.policy, seen, 'connect-check', actor);
    if (ruling.kind === 'refused') return refusal(ruling);
    const target = probeTarget(facts, port, tools.botAddress);
    const probe = target.kind === 'try' ? await tools.probe(target) : { ...target, kind: 'skipped' as const };
    const results = runChecks({ facts, from, port, botAddress: tools.botAddress, probe });
    const report = {
      vm: { ...vm, name: facts.vm.name, location: facts.vm.location },
      from,
      remembered: wish.remembered,
      ...(wish.from.warning === undefined ? {} : { fromWarning: wish.from.warning }),
      port,
      askedBy: wish.who.userId,
      atMs: tools.clock.now(),
      verdict: verdictOf(results, facts.vm.name, from),
      results,
      ssh: sshCommand(facts, from, port),
    };
    return connectCheckReport({
      ...report,
      id: await reports.put({ wish, vm, policyVm: seen, user: facts.vm.adminUsername, report }),
    });
  }

  return {
    name: 'connect-check',
    usage: connectCheckUsage,
    summary: 'Check everything that an SSH connection to a VM needs',

    async run({ text, who, reply, replyTo, openForm }) {
      const parsed = parseConnectCheck(text);
      if (!parsed.ok) return reply(problem({ message: parsed.problem, hint: parsed.hint }));
      const { request } = parsed;
      const from = await callerOf(request.from, who.userId, tools);
      if (from !== undefined) return find({ request, from, remembered: request.from === undefined, who }, reply);
      const question = { pendingId: await asked.put({ request, replyTo }), vm: vmNameText(request.name) };
      if (!(await openForm(addressModal(question)))) await reply(askAddress(question));
    },

    register(app) {
      onPress(app, tools, actionIds.askAddress, async ({ value, reply, openForm }) => {
        const question = await asked.get(value);
        if (question === undefined) return reply(problem(tooOld));
        const form = addressModal({ pendingId: value, vm: vmNameText(question.request.name) });
        if (!(await openForm(form))) await reply(problem(notOpened));
      });

      onSubmit(app, tools, addressForm.callbackId, async ({ pendingId, values, who }) => {
        const question = await asked.get(pendingId);
        if (question === undefined) return { errors: { [addressForm.blockId]: `${tooOld.message} ${tooOld.hint}` } };
        const parsed = parseCaller(normaliseTyped(values[addressForm.blockId] ?? ''));
        if (!parsed.ok) return { errors: { [addressForm.blockId]: `${parsed.problem} ${parsed.hint}` } };
        const from = { ...parsed.caller, typedAtMs: tools.clock.now() };
        await tools.store.addresses.set(who.userId, from);
        const reply = tools.replyTo(question.replyTo);
        return { reply, work: () => find({ request: question.request, from, remembered: false, who }, reply) };
      });

      onPress(app, tools, actionIds.pickVm, async ({ value, who, reply }) => {
        const [pendingId = '', index = ''] = value.split(':');
        const choice = await choices.get(pendingId);
        const vm = choice?.candidates[Number(index)];
        if (choice === undefined || vm === undefined) return reply(problem(tooOld));
        await examineAgain({ ...choice.wish, who }, vm, inPlace(reply));
      });

      onPress(app, tools, actionIds.checkAgain, async ({ value, who, reply }) => {
        const kept = await reports.get(value);
        if (kept === undefined) return reply(problem(tooOld));
        await examineAgain({ ...kept.wish, who }, kept.vm, inPlace(reply));
      });

      for (const { id: remediation, hasOwnForm } of remediations) {
        onPress(app, tools, askRemediationId(remediation), async ({ value, reply, replyTo, openForm }) => {
          const kept = await reports.get(value);
          if (kept === undefined) return reply(problem(tooOld));
          const { wish, vm, policyVm, user } = kept;
          if (hasOwnForm) {
            return openKeyDraft({ vm, policyVm, user, durationMs: undefined, replyTo }, openForm, reply, tools);
          }
          const { from } = wish;
          const said = { remediation, vm, port: wish.request.port, from, fromTypedAtMs: from.typedAtMs };
          const unsaid = { durationMs: undefined, reason: undefined, breakGlass: false };
          await openDraft({ ...said, ...unsaid, policyVm, replyTo }, openForm, reply, tools);
        });
      }

      onPress(app, tools, actionIds.shareReport, async ({ value, who, channelId, reply }) => {
        const kept = await reports.get(value);
        if (kept === undefined) return reply(problem(tooOld));
        const isExternal = channelId === undefined || (await tools.people.channelIsExternal(channelId));
        if (isExternal) return reply(problem(notSharedHere));
        if (shared.has(value)) return reply(problem(sharedAlready));
        if (shared.size > mostShared) shared.clear();
        shared.add(value);
        await reply(sharedConnectCheckReport({ ...kept.report, id: value }, who.userId), { inChannel: true }).catch(
          (error: unknown) => {
            shared.delete(value);
            throw error;
          },
        );
      });
    },
  };

  /** Slack is asked while Azure is; it remembers for a minute. */
  function actorOf({ userId, teamId }: Who) {
    return tools.people.actor(userId, teamId);
  }

  function progress({ request, from }: Wish) {
    return connectCheckProgress({ vm: vmNameText(request.name), from: from.address, port: request.port });
  }
};

const mostShared = 1_000;

const remediations: readonly Remediation<RemediationId>[] = allRemediations;

/** Answers in the place of the message that was pressed. */
function inPlace(reply: Reply): Reply {
  return (message, options) => reply(message, { ...options, replace: true });
}
