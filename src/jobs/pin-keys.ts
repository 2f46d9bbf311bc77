import type { ActOutcome, PinAct } from '../core/actions/act.ts';
import type { VmFacts } from '../core/facts.ts';
import { sameKeys } from '../core/host-keys/judge-host-key.ts';
import { keyWords } from '../core/host-keys/key-words.ts';
import { serverView, serverWords } from '../core/host-keys/server-view.ts';
import type { RequestedVm, VmRequest } from '../core/requests/request.ts';
import { code } from '../core/text/escape.ts';
import { vmPath } from '../core/vm-name.ts';
import type { JobParts } from './job-parts.ts';
import { lookAtServer } from './look-at-server.ts';
import { machineOf } from './on-machine.ts';
import { readHostKeys } from './read-host-keys.ts';

/**
 * Trusts the host keys that were approved, of the machine that they were approved for. It may be tried again: a request
 * pins once. The first ones are taken as they were read; whoever takes the place of others must be told by Azure and shown
 * by the server once more, now.
 */
export async function pinKeys(request: VmRequest, act: PinAct, parts: JobParts): Promise<ActOutcome> {
  const { store, azure, clock, remote } = parts;
  const { vm, plan, decisions } = request;
  const before = await store.hostKeys.of(vm.id);
  if (before?.requestId === request.id) return trusted(request, act);
  if (!sameKeys(before?.keys ?? [], act.replaces)) return outrun(vm);
  const approvedBy = decisions.filter(({ verdict }) => verdict === 'approve').map(({ by }) => by);
  if (act.replaces.length > 0 && approvedBy.length === 0) return unapproved;
  const facts = await azure.readFacts({ id: vm.id, nicIds: vm.nicIds ?? [] });
  if (facts.vm.vmId.toLowerCase() !== plan.vm.vmId.toLowerCase()) return otherMachine(vm);
  if (act.replaces.length > 0) {
    const doubt = await doubtAbout(facts, request, act, parts);
    if (doubt !== undefined) return doubt;
  }
  const pin = {
    vmId: vm.id,
    machineId: plan.vm.vmId,
    keys: act.keys,
    requestId: request.id,
    approvedBy,
    pinnedAtMs: clock.now(),
  };
  const ended = await store.hostKeys.pin(pin, before?.requestId);
  if (ended.kind === 'outrun') return outrun(vm);
  // A kept connection was made to whoever had the old keys.
  remote.endOf(machineOf(vm));
  return trusted(request, act);
}

/** Why a changed key is not believed now; undefined where Azure and the server agree. */
async function doubtAbout(
  facts: VmFacts,
  { params, vm }: VmRequest,
  act: PinAct,
  parts: JobParts,
): Promise<ActOutcome | undefined> {
  const [reading, look] = await Promise.all([readHostKeys(facts, parts), lookAtServer(facts, params.port, parts)]);
  if (reading.kind === 'refused') return notReplaced(reading.problem, reading.hint);
  if (!sameKeys(reading.keys, act.keys))
    return notReplaced(
      `The VM has other keys by now than those that were approved: ${reading.keys.map((key) => code(keyWords(key))).join(', ')}.`,
      askAnew(vm),
    );
  const view = serverView(act.keys, look);
  if (view.kind === 'agrees') return undefined;
  return notReplaced(
    serverWords(view),
    view.kind === 'disagrees'
      ? 'Find out what answers there before anybody connects.'
      : 'Let the bot reach the SSH port, and ask again.',
  );
}

function trusted({ vm }: VmRequest, { keys }: PinAct): ActOutcome {
  return {
    isFailure: false,
    message: `The approved host keys of ${code(vm.name)} are trusted from now on, and no others.`,
    hint: `${code(`/vm fingerprint ${vmPath(vm)}`)} gives the lines for your own SSH client.`,
    data: { keys: keys.length },
  };
}

function notReplaced(problem: string, hint: string): ActOutcome {
  return { isFailure: true, message: `The keys that were approved before stay as they are. ${problem}`, hint };
}

const unapproved = notReplaced(
  'Nobody has approved others, since the policy asks for no approval here: a changed key takes a person.',
  'Whoever runs the bot names approvers for `trust-host-key` in the policy.',
);

function outrun(vm: RequestedVm): ActOutcome {
  return {
    isFailure: true,
    message: `Other host keys of ${code(vm.name)} were approved since this was asked for, so nothing was changed.`,
    hint: askAnew(vm),
  };
}

function otherMachine(vm: RequestedVm): ActOutcome {
  return {
    isFailure: true,
    message: `${code(vm.name)} was made anew under the same name: the keys were approved for another machine, so nothing was changed.`,
    hint: askAnew(vm),
  };
}

function askAnew(vm: RequestedVm): string {
  return `Type ${code(`/vm fingerprint ${vmPath(vm)}`)} and ask with what it shows then.`;
}
