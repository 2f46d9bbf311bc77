import { type Act, type ActOutcome, isOverSsh, type OverSsh } from '../core/actions/act.ts';
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
  if (!isOverSsh(act)) {
    const noted = await parts.store.requests.update(request.id, (now) => beginAct(now, holdOf(parts)));
    if (noted.kind !== 'changed' && request.act === undefined) return { kind: 'lost' };
    return { kind: 'acted', outcome: await pinKeys(request, act, parts) };
  }
  const began = await parts.inTurn(() => begin(request, parts));
  if (began.kind === 'lost') return began;
  if (began.kind === 'not') return notBegun(request, act, began.outcome, parts);
  const outcome = await whileCancellable(request.id, parts, (signal) =>
    act.kind === 'run' ? runCommand(began.request, act, signal, parts) : getFile(began.request, act, signal, parts),
  );
  return { kind: 'acted', outcome };
}

type Began =
  | { readonly kind: 'begun'; readonly request: VmRequest }
  | { readonly kind: 'lost' }
  /** Nothing is run, and this is said instead. */
  | { readonly kind: 'not'; readonly outcome: ActOutcome };

async function begin(request: VmRequest, parts: JobParts): Promise<Began> {
  if (request.act !== undefined) return { kind: 'not', outcome: leftInTheMiddle };
  const before = await crowdFor(request, parts);
  if (before !== undefined) return { kind: 'not', outcome: before };
  const noted = await parts.store.requests.update(request.id, (now) => beginAct(now, holdOf(parts)));
  if (noted.kind !== 'changed') return { kind: 'lost' };
  // Another replica may have begun one in between: of two that see each other neither goes on, rather than both.
  const after = await crowdFor(request, parts);
  return after === undefined ? { kind: 'begun', request: noted.request } : { kind: 'not', outcome: after };
}

/** Why it is one too many just now, by what all replicas are at. */
async function crowdFor({ id, vm }: VmRequest, { store }: JobParts): Promise<ActOutcome | undefined> {
  const underWay = await store.requests.list({ states: ['executing'] });
  const others = underWay.filter((each) => each.id !== id && each.act !== undefined && isOverSsh(each.plan.act));
  const here = others.filter((each) => each.vm.id.toLowerCase() === vm.id.toLowerCase());
  if (here.length >= atOnce.onOneVm) return tooMany(`${here.length} commands run on that VM`);
  return others.length >= atOnce.inAll ? tooMany(`${others.length} commands run on all VMs together`) : undefined;
}

function tooMany(are: string): ActOutcome {
  return { isFailure: true, message: `Nothing was run: ${are} already.`, hint: 'Ask again when one has ended.' };
}

async function notBegun(request: VmRequest, act: OverSsh, outcome: ActOutcome, parts: JobParts): Promise<End> {
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
