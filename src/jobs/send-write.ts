import type { ArmRequest, Sent } from '../azure/writes.ts';
import { sha256 } from '../core/canonical-json.ts';
import type { Nsg } from '../core/facts.ts';
import { choosePriority } from '../core/remediations/choose-priority.ts';
import { fillWrite, priorityRangeOf } from '../core/remediations/fill.ts';
import type { PlannedWrite } from '../core/remediations/plan.ts';
import { refusedUnread } from '../core/remediations/plan-refusal.ts';
import { sealText } from '../core/remediations/seal.ts';
import type { Ending, VmRequest, WriteProgress } from '../core/requests/request.ts';
import { editResource } from './edit-resource.ts';
import { type JobParts, writeDeadlineMs } from './job-parts.ts';

export type WriteEnd =
  | { readonly kind: 'done' }
  /** Nothing of this write is in Azure. */
  | {
      readonly kind: 'failed';
      readonly ending: Ending;
      /** It was not sent, since Azure could not be asked just now. */
      readonly passing?: true;
    }
  | { readonly kind: 'unknown'; readonly ending: Ending };

/** Whoever finds a priority taken draws another by chance: so many may meet in one group before somebody is left out. */
const mostTries = 10;

/** One write of a request that is carried out. */
export interface Sending {
  readonly request: VmRequest;
  readonly write: PlannedWrite;
  /** How far an earlier try came. */
  readonly progress: WriteProgress | undefined;
  readonly closesAtMs: number | undefined;
  /** Writes down that it goes out now, and with which priority; rejects when that cannot be written down. */
  noteSent(priority: number | undefined): Promise<unknown>;
}

/**
 * Sends one write, or finds that it is in effect already: whoever takes over after a crash looks first. A priority that
 * was taken meanwhile is chosen anew within the approved range.
 */
export async function sendWrite(sending: Sending, parts: JobParts): Promise<WriteEnd> {
  const { write, progress } = sending;
  const { writes } = parts.azure;
  if (progress?.status === 'sent' && write.edits === undefined) {
    const effect = await writes.inEffect(filled(sending, progress.priority, parts));
    if (effect === true) return { kind: 'done' };
    if (effect === 'unknown') return unsure('Whether an earlier try took effect cannot be told yet.');
  }
  const taken = new Set<number>();
  for (let tried = 1; ; tried += 1) {
    const draw = tried === 1 ? undefined : drawn(`${sending.request.id} ${tried}`);
    const chosen = await priorityFor(sending, { taken, draw }, parts);
    if (chosen.kind === 'refused') {
      const ending = { message: chosen.problem, hint: chosen.hint };
      return { kind: 'failed', ending, ...(chosen.passing && { passing: true }) };
    }
    await sending.noteSent(chosen.priority);
    const sent = await send(sending, chosen.priority, parts);
    if (sent.kind === 'outdated' && tried < mostTries) {
      if (chosen.priority !== undefined) taken.add(chosen.priority);
      continue;
    }
    return endOf(sent);
  }
}

function send(sending: Sending, priority: number | undefined, parts: JobParts): Promise<Sent> {
  const { writes } = parts.azure;
  if (sending.write.edits !== undefined) return editResource(sending.write, writes);
  return writes.send(filled(sending, priority, parts), writeDeadlineMs);
}

function filled({ request, write, closesAtMs }: Sending, priority: number | undefined, { seal }: JobParts): ArmRequest {
  // An extension writes the rule of the grant that it prolongs, in that grant's name.
  const requestId = request.extends ?? request.id;
  return fillWrite(write, {
    ...(priority !== undefined && { priority }),
    closingTimeMs: closesAtMs ?? 0,
    sealed: (place, stays) => sealText(place, { requestId, closesAtMs: stays ? undefined : closesAtMs }, seal),
  });
}

interface Choice {
  readonly taken: ReadonlySet<number>;
  readonly draw: number | undefined;
}

async function priorityFor({ write }: Sending, { taken, draw }: Choice, { azure }: JobParts) {
  const range = priorityRangeOf(write);
  if (range === undefined) return { kind: 'chosen', priority: undefined } as const;
  const [nsgId = '', ruleName = ''] = write.path.split(/\/securityRules\//i);
  const nsg = await azure.readNsg(nsgId);
  if (nsg.kind === 'unreadable') return refusedUnread(nsg);
  return choosePriority(nsg satisfies Nsg, range, ruleName, taken, draw);
}

/** From 0 up to 1: always the same of the same text, and of another one anything. */
function drawn(text: string): number {
  return Number.parseInt(sha256(text).slice(0, 8), 16) / 2 ** 32;
}

function endOf(sent: Sent): WriteEnd {
  switch (sent.kind) {
    case 'done':
      return { kind: 'done' };
    case 'unknown':
      return unsure(sent.because);
    case 'refused':
      return { kind: 'failed', ending: { message: sent.because, hint: sent.hint } };
    case 'busy':
    case 'outdated':
      return { kind: 'failed', ending: { message: sent.because, hint: 'Ask again in some minutes.' } };
  }
}

function unsure(because: string): WriteEnd {
  return { kind: 'unknown', ending: { message: because, hint: 'It is looked at again until it is known.' } };
}
