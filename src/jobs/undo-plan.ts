import type { PlannedWrite } from '../core/actions/plan.ts';
import type { Json } from '../core/canonical-json.ts';
import { ruleAt } from '../core/remediations/narrow-rule.ts';
import { readTagSeal } from '../core/remediations/seal.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { code, inert } from '../core/text/escape.ts';
import { textAt, valueAt } from '../core/value-at.ts';
import { BotError } from '../errors.ts';
import { closeRule } from './close-rule.ts';
import { deleteDeny } from './delete-deny.ts';
import { editResource } from './edit-resource.ts';
import { type JobParts, writeDeadlineMs } from './job-parts.ts';
import { undoScript } from './undo-script.ts';

/**
 * Undoes what a request did, step by step; each looks first and does nothing where there is nothing left to do, so that
 * it can be done again after a crash.
 */
export function undoPlan(request: VmRequest, parts: JobParts): Promise<Undone> {
  return undoAll(request.plan.undo, request, parts);
}

/** What came of undoing, a sentence each. */
export interface Undone {
  /** Why what is still there is still there; empty when all is undone. */
  readonly left: readonly string[];
  /** What a script told of what it took away. */
  readonly told: readonly string[];
}

export type UndoStep =
  | { readonly kind: 'undone'; readonly says?: string }
  | { readonly kind: 'left'; readonly because: string };

/** What keeps one step from being done keeps none of the others. */
export async function undoAll(steps: readonly PlannedWrite[], request: VmRequest, parts: JobParts): Promise<Undone> {
  const left: string[] = [];
  const told: string[] = [];
  for (const write of steps) {
    const step = await undoWrite(write, request, parts);
    if (step.kind === 'left') left.push(step.because);
    else if (step.says !== undefined) told.push(step.says);
  }
  return { left, told };
}

async function undoWrite(write: PlannedWrite, request: VmRequest, parts: JobParts): Promise<UndoStep> {
  try {
    const { script, edits } = write;
    if (script !== undefined) return await undoScript({ ...write, script }, request, parts);
    if (edits !== undefined) return stepOf(await undoEdit(write, request, parts));
    return stepOf(
      await (ruleAt(write.path) === undefined ? undoResource(write, parts) : undoRule(write, request, parts)),
    );
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return stepOf(`${error.message} ${error.hint}`);
  }
}

function stepOf(because: string | undefined): UndoStep {
  return because === undefined ? { kind: 'undone' } : { kind: 'left', because };
}

async function undoRule(
  { path, apiVersion }: PlannedWrite,
  { plan }: VmRequest,
  parts: JobParts,
): Promise<string | undefined> {
  const put = plan.writes.find((write) => write.method === 'PUT' && sameId(write.path, path));
  if (textAt(put?.body ?? null, ['properties', 'access']) === 'Deny') {
    const sent = await deleteDeny(path, apiVersion, parts);
    return sent.kind === 'done' ? undefined : sent.because;
  }
  const closing = await closeRule(path, apiVersion, parts);
  return closing.kind === 'open' ? closing.because : undefined;
}

/** What somebody has set to something else since is theirs, and stays. */
async function undoEdit(write: PlannedWrite, { plan }: VmRequest, { azure }: JobParts): Promise<string | undefined> {
  const done = plan.writes.find(({ path, edits }) => edits !== undefined && sameId(path, write.path));
  const got = await azure.writes.get(write.path, write.apiVersion);
  if (!got.found) return undefined;
  const isOurs = (write.edits ?? []).every(({ at }) => {
    const ours = done?.edits?.find((each) => each.at.join('/') === at.join('/'));
    return ours !== undefined && sameReference(valueAt(got.body, at), ours.value);
  });
  if (!isOurs) return undefined;
  const sent = await editResource(write, azure.writes);
  return sent.kind === 'done' ? undefined : sent.because;
}

async function undoResource(
  { path, apiVersion }: PlannedWrite,
  { azure, seal }: JobParts,
): Promise<string | undefined> {
  const got = await azure.writes.get(path, apiVersion);
  if (!got.found) return undefined;
  const tags = valueAt(got.body, ['tags']);
  const proof = readTagSeal(path, isTexts(tags) ? tags : {}, seal);
  if (proof.kind === 'foreign') {
    return `${code(path.slice(path.lastIndexOf('/') + 1))} is left alone, as it no longer proves to be the bot's own: ${inert(proof.why)} Delete it by hand.`;
  }
  const sent = await azure.writes.send({ method: 'DELETE', path, apiVersion }, writeDeadlineMs);
  return sent.kind === 'done' ? undefined : sent.because;
}

function sameReference(now: Json | undefined, ours: Json): boolean {
  const [a, b] = [textAt(now ?? null, ['id']), textAt(ours, ['id'])];
  return a !== '' && sameId(a, b);
}

function sameId(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function isTexts(value: Json | undefined): value is { readonly [key: string]: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((each) => typeof each === 'string')
  );
}
