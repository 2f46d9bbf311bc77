import type { Sent } from '../azure/writes.ts';
import { priorityRangeOf } from '../core/actions/fill.ts';
import type { PlannedWrite } from '../core/actions/plan.ts';
import { refusedUnread } from '../core/actions/plan-refusal.ts';
import { sha256 } from '../core/canonical-json.ts';
import type { Nsg } from '../core/facts.ts';
import { choosePriority } from '../core/remediations/choose-priority.ts';
import { ruleAt } from '../core/remediations/narrow-rule.ts';
import { noteSent } from '../core/requests/execution.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { deleteDeny } from './delete-deny.ts';
import { editResource } from './edit-resource.ts';
import { endOfScript } from './end-of-script.ts';
import { filledWrite } from './filled-write.ts';
import { holdOf } from './hold-of.ts';
import { type JobParts, writeDeadlineMs } from './job-parts.ts';
import { endOf, type WriteEnd } from './write-end.ts';

/** One write of a request that is carried out. */
export interface Sending {
  readonly request: VmRequest;
  readonly write: PlannedWrite;
  readonly index: number;
  /** Groups that were read a moment ago. */
  readonly nsgs: readonly Nsg[];
}

/** Whoever finds a priority taken draws another by chance: so many may meet in one group before somebody is left out. */
const mostTries = 10;

/**
 * Writes down that a write goes out, and sends it; what could not be written down is not sent. A priority that was taken
 * meanwhile is chosen anew within the approved range.
 */
export async function sendWrite(sending: Sending, parts: JobParts): Promise<WriteEnd> {
  const { request, index } = sending;
  const taken = new Set<number>();
  for (let tried = 1; ; tried += 1) {
    const draw = tried === 1 ? undefined : drawn(`${request.id} ${tried}`);
    const chosen = await priorityFor(sending, { taken, draw }, parts);
    if (chosen.kind === 'refused') {
      const ending = { message: chosen.problem, hint: chosen.hint };
      return { kind: chosen.passing ? 'not now' : 'failed', ending };
    }
    const { priority } = chosen;
    const { closesAtMs } = request;
    const noted = await parts.store.requests.update(request.id, (current) =>
      noteSent(current, index, { priority, closesAtMs }, holdOf(parts)),
    );
    if (noted.kind !== 'changed') return { kind: 'lost' };
    const sent = await send(sending, priority, parts);
    if (sent.kind !== 'outdated' || tried >= mostTries)
      return sending.write.script === undefined ? endOf(sent) : endOfScript(sent, sending, parts);
    if (priority !== undefined) taken.add(priority);
  }
}

function send({ request, write }: Sending, priority: number | undefined, parts: JobParts): Promise<Sent> {
  const { writes } = parts.azure;
  if (write.edits !== undefined) return editResource(write, writes);
  // No plan deletes a rule but to undo a closing: it proves to be the bot's own at this very moment, or stays.
  if (write.method === 'DELETE' && ruleAt(write.path) !== undefined)
    return deleteDeny(write.path, write.apiVersion, parts);
  return writes.send(filledWrite(request, write, priority, parts), writeDeadlineMs);
}

interface Choice {
  readonly taken: ReadonlySet<number>;
  readonly draw: number | undefined;
}

async function priorityFor({ write, nsgs }: Sending, { taken, draw }: Choice, { azure }: JobParts) {
  const range = priorityRangeOf(write);
  const rule = ruleAt(write.path);
  if (range === undefined || rule === undefined) return { kind: 'chosen', priority: undefined } as const;
  // What was read may be outdated, which Azure then says: after that it is read anew.
  const known = draw === undefined ? nsgs.find(({ id }) => id.toLowerCase() === rule.nsgId.toLowerCase()) : undefined;
  const nsg = known ?? (await azure.readNsg(rule.nsgId));
  if (nsg.kind === 'unreadable') return refusedUnread(nsg);
  return choosePriority(nsg, range, rule.name, taken, draw);
}

/** From 0 up to 1: always the same of the same text, and of another one anything. */
function drawn(text: string): number {
  return Number.parseInt(sha256(text).slice(0, 8), 16) / 2 ** 32;
}
