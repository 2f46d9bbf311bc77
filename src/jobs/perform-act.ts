import { type Act, type ActOutcome, isOverSsh } from '../core/actions/act.ts';
import { atOnce } from '../core/commands/limits.ts';
import { beginAct } from '../core/requests/acting.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { outputEnded } from '../views/output-message.ts';
import type { End } from './execute-request.ts';
import { getFile } from './get-file.ts';
import { holdOf } from './hold-of.ts';
import type { JobParts } from './job-parts.ts';
import { pinKeys } from './pin-keys.ts';
import { runCommand } from './run-command.ts';
import { showOutput } from './show-output.ts';
import { whileCancellable } from './while-cancellable.ts';

/**
 * What the bot does itself, once: that it begins is written down before. What somebody began and left is not begun again:
 * nobody knows how far it came. Pinning keys twice pins them once.
 */
export async function performAct(request: VmRequest, act: Act, parts: JobParts): Promise<End> {
  const wasLeft = request.act !== undefined && isOverSsh(act);
  const crowd = wasLeft ? undefined : await crowdFor(request, act, parts);
  const noted = await parts.store.requests.update(request.id, (now) => beginAct(now, holdOf(parts)));
  if (noted.kind !== 'changed' && request.act === undefined) return { kind: 'lost' };
  const begun = noted.kind === 'changed' ? noted.request : request;
  if (isOverSsh(act) && (wasLeft || crowd !== undefined)) return notBegun(begun, act, crowd ?? leftInTheMiddle, parts);
  return { kind: 'acted', outcome: await perform(begun, act, parts) };
}

function perform(request: VmRequest, act: Act, parts: JobParts): Promise<ActOutcome> {
  switch (act.kind) {
    case 'pin':
      return pinKeys(request, act, parts);
    case 'run':
      return whileCancellable(request.id, parts, (signal) => runCommand(request, act, signal, parts));
    case 'get':
      return whileCancellable(request.id, parts, (signal) => getFile(request, act, signal, parts));
  }
}

/** Why it is one too many just now, by what all replicas are at. */
async function crowdFor({ id, vm }: VmRequest, act: Act, { store }: JobParts): Promise<ActOutcome | undefined> {
  if (!isOverSsh(act)) return undefined;
  const underWay = await store.requests.list({ states: ['executing'], limit: 200 });
  const others = underWay.filter((each) => each.id !== id && each.act !== undefined && isOverSsh(each.plan.act));
  const here = others.filter((each) => each.vm.id.toLowerCase() === vm.id.toLowerCase());
  if (here.length >= atOnce.onOneVm) return tooMany(`${here.length} commands run on that VM`);
  return others.length >= atOnce.inAll ? tooMany(`${others.length} commands run on all VMs together`) : undefined;
}

function tooMany(are: string): ActOutcome {
  return { isFailure: true, message: `Nothing was run: ${are} already.`, hint: 'Ask again when one has ended.' };
}

async function notBegun(
  request: VmRequest,
  act: Extract<Act, { kind: 'run' | 'get' }>,
  outcome: ActOutcome,
  parts: JobParts,
): Promise<End> {
  const message = outputEnded(request, outcome, '');
  const shown = await showOutput(request, act, message, parts);
  await shown.end(message);
  return { kind: 'acted', outcome };
}

const leftInTheMiddle: ActOutcome = {
  isFailure: true,
  message: 'The bot was stopped while it was at it. What had happened on the machine by then is not known.',
  hint: 'Look at the machine before you ask again.',
  data: { end: 'left' },
};
