import type { HostKeyParams } from '../core/actions/action.ts';
import { preflight } from '../core/guest-scripts/preflight.ts';
import { changesSeen } from '../core/host-keys/changes-seen.ts';
import { judgeHostKey } from '../core/host-keys/judge-host-key.ts';
import { knownMachine } from '../core/host-keys/known-machine.ts';
import { serverView } from '../core/host-keys/server-view.ts';
import { trustHostKey } from '../core/host-keys/trust-host-key.ts';
import { mayBeAsked, trustParams } from '../core/host-keys/trust-params.ts';
import { limitsOf } from '../core/policy/limits-of.ts';
import type { PolicyVm } from '../core/policy/policy.ts';
import { fingerprintUsage, parseFingerprint } from '../core/text/parse-fingerprint.ts';
import type { VmCandidate, VmName } from '../core/vm-name.ts';
import { lookAtServer } from '../jobs/look-at-server.ts';
import { readHostKeys } from '../jobs/read-host-keys.ts';
import { type Look, lookKind } from '../jobs/tell-host-key-change.ts';
import { actionIds, trustForm } from '../views/action-ids.ts';
import { fingerprintReport } from '../views/fingerprint-report.ts';
import { readingHostKeys, readingTooOld, trustModal } from '../views/host-key-messages.ts';
import type { Message } from '../views/message.ts';
import { problem } from '../views/problem.ts';
import { refusal } from '../views/refusal.ts';
import { formNotOpened } from '../views/request-problems.ts';
import { type Admitted, admitted } from './admitted.ts';
import type { Wish } from './asking.ts';
import { onPress } from './on-press.ts';
import { onSubmit } from './on-submit.ts';
import type { Reply, ReplyTo } from './reply.ts';
import { saying } from './saying.ts';
import { createShelf } from './shelf.ts';
import type { MakeSubcommand, Tools } from './subcommand.ts';
import type { Who } from './who.ts';
import { fileAndTell, reasonField } from './wish-form.ts';

/** What a person may ask to be trusted, as it was read; kept until they do. */
interface Read {
  readonly vm: VmCandidate;
  readonly policyVm: PolicyVm;
  readonly port: number;
  readonly hostKeys: HostKeyParams;
  readonly replyTo: ReplyTo;
}

interface At {
  readonly who: Who;
  readonly reply: Reply;
  readonly replyTo: ReplyTo;
}

/** `/vm fingerprint`: has the machine tell its host keys through Azure, and holds them against what was approved. */
export const fingerprint: MakeSubcommand = (tools) => {
  const looks = createShelf<Look>(tools, lookKind);
  const readings = createShelf<Read>(tools, 'host-key-reading');

  /** @param known as it was found before: its id alone does not tell the name of its subscription */
  async function look(name: VmName, port: number, at: At, known?: VmCandidate): Promise<void> {
    const asked = { name, action: 'fingerprint', command: '/vm fingerprint' } as const;
    const admission = await admitted(asked, at, tools);
    if (admission === undefined) return;
    const { reply, who } = at;
    // Said at once: nobody needs to wait for that.
    const obstacle = preflight(admission.facts);
    if (obstacle !== undefined) return reply(problem({ message: obstacle.problem, hint: obstacle.hint }));
    await at.reply(
      await saying(readingHostKeys(admission.facts.vm.name), { reply, log: tools.log }, () =>
        examine({ ...admission, vm: known ?? admission.vm }, port, who, at.replyTo),
      ),
    );
  }

  async function examine(
    { vm, facts, policyVm }: Admitted,
    port: number,
    who: Who,
    replyTo: ReplyTo,
  ): Promise<Message> {
    const { id, vmId: machineId, name } = facts.vm;
    // Written down before: it runs as root on the machine.
    await tools.store.events.append({
      kind: 'host-keys-read',
      atMs: tools.clock.now(),
      actor: who.userId,
      data: { vm: id, vmId: machineId },
    });
    const looking = lookAtServer(facts, port, { ...tools, isInside: tools.ssh.isInside });
    const reading = await readHostKeys(facts, tools);
    if (reading.kind === 'refused') return problem({ message: reading.problem, hint: reading.hint });
    const pin = await tools.store.hostKeys.of(id);
    const server = serverView(reading.keys, await looking);
    const told = { machineId, keys: reading.keys };
    const verdict = judgeHostKey(pin, told);
    for (const change of changesSeen(pin, told, server)) await tools.work.alarm({ vm, machineId, port, ...change });
    const hostKeys = trustParams(machineId, reading, pin, server);
    return fingerprintReport({
      vm: { name, resourceGroup: facts.vm.resourceGroup },
      reading,
      verdict,
      server,
      pin,
      known: verdict.kind === 'trusted' ? knownMachine(facts, port, pin?.keys ?? []) : undefined,
      mayBeAsked: mayBeAsked(verdict, hostKeys),
      opens: opensToBot(vm, port, tools),
      lookId: await looks.put({ vm, port }),
      readingId: await readings.put({ vm, policyVm, port, hostKeys, replyTo }),
    });
  }

  async function ask({ vm, port, hostKeys }: Read, reason: string | undefined, who: Who, reply: Reply): Promise<void> {
    const params = { from: '', port, hostKeys };
    const wish: Wish = { action: trustHostKey.id, vm, params, reason, breakGlass: false };
    await fileAndTell(wish, who, reply, tools);
  }

  return {
    name: 'fingerprint',
    usage: fingerprintUsage,
    summary: 'Read the host keys of a VM through Azure, and compare them with the approved ones',

    async run({ text, who, reply, replyTo }) {
      const parsed = parseFingerprint(text);
      if (!parsed.ok) return reply(problem({ message: parsed.problem, hint: parsed.hint }));
      const { name, port } = parsed.request;
      await look(name, port, { who, reply, replyTo });
    },

    register(app) {
      onPress(app, tools, actionIds.readHostKeys, async ({ value, who, reply, replyTo, inPrivate }) => {
        const kept = await looks.get(value);
        if (kept === undefined) return reply(refusal(readingTooOld));
        // An alarm stays where everybody reads it.
        const answer: Reply = (message, options) => reply(message, { ...options, replace: inPrivate });
        const { vm, port } = kept;
        await look({ kind: 'id', id: vm.id }, port, { who, reply: answer, replyTo }, vm);
      });

      onPress(app, tools, actionIds.trustHostKeys, async ({ value, who, reply, openForm }) => {
        const kept = await readings.get(value);
        if (kept === undefined) return reply(refusal(readingTooOld));
        const limits = limitsOf(tools.policy, kept.policyVm, trustHostKey.id);
        if (limits.kind === 'refused') return reply(refusal(limits));
        if (!limits.reasonRequired) return ask(kept, undefined, who, reply);
        const { vm, hostKeys } = kept;
        const form = trustModal({ readingId: value, vm: vm.name, keys: hostKeys.keys, reason: reasonField(limits) });
        if (!(await openForm(form))) await reply(refusal(formNotOpened));
      });

      onSubmit(app, tools, trustForm.callbackId, async ({ pendingId, values, who }) => {
        const kept = await readings.get(pendingId);
        if (kept === undefined)
          return { errors: { [trustForm.reason]: `${readingTooOld.problem} ${readingTooOld.hint}` } };
        const reason = (values[trustForm.reason] ?? '').trim() || undefined;
        const reply = tools.replyTo(kept.replyTo);
        return { reply, work: () => ask(kept, reason, who, reply) };
      });
    },
  };
};

/** What a person types so that the bot sees the server. */
function opensToBot(
  { resourceGroup, name }: VmCandidate,
  port: number,
  { ssh }: Pick<Tools, 'ssh'>,
): string | undefined {
  if (ssh.egress === undefined || ssh.isInside) return undefined;
  return `/vm open ${resourceGroup}/${name} from ${ssh.egress} for 15m${port === 22 ? '' : ` port ${port}`}`;
}
