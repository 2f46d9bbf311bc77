import type { Json } from '../canonical-json.ts';
import { isNsgId } from '../nsg-facts.ts';
import { durationWords } from '../text/duration.ts';
import { code, inert } from '../text/escape.ts';
import type { Act } from './act.ts';
import { bystanderDifference } from './bystanders.ts';
import { holeWords } from './exact-text.ts';
import { holeOf, type Plan, type PlannedWrite } from './plan.ts';

/**
 * What keeps a plan made now from being the one that was approved, a sentence each; none where it is the same but for the
 * case in which Azure spells ids.
 */
export function planDifference(approved: Plan, now: Plan): string[] {
  return [
    ...vmDifference(approved.vm, now.vm),
    ...(approved.opensForMs === now.opensForMs
      ? []
      : [`It was to stay open for ${forWords(approved)}, and is now to for ${forWords(now)}.`]),
    ...writesDifference(approved.writes, now.writes, ''),
    ...writesDifference(approved.undo, now.undo, 'At the closing time: '),
    ...actDifference(approved.act, now.act),
    ...bystanderDifference(approved.bystanders, now.bystanders),
  ];
}

function actDifference(approved: Act | undefined, now: Act | undefined): string[] {
  const fields = (act: Act | undefined) => ({ act: act ?? null }) as unknown as Json;
  return leafDifferences(fields(approved), fields(now), ['']).map(
    ({ at, was, is }) => `${code(at)} was ${words(was)} and is ${words(is)} now.`,
  );
}

function vmDifference(approved: Plan['vm'], now: Plan['vm']): string[] {
  if (!sameText(approved.id, now.id)) return [`It was approved for ${code(approved.id)}, not for ${code(now.id)}.`];
  if (!sameText(approved.vmId, now.vmId))
    return [
      `The ${isNsgId(approved.id) ? 'security group' : 'VM'} is another one than the one it was approved for: it was made anew under the same name.`,
    ];
  if (sameText(approved.privateAddress, now.privateAddress)) return [];
  return [`The VM's private address was ${code(approved.privateAddress)} and is ${code(now.privateAddress)} now.`];
}

function forWords({ opensForMs }: Plan): string {
  return opensForMs === undefined ? 'good' : durationWords(opensForMs);
}

function writesDifference(approved: readonly PlannedWrite[], now: readonly PlannedWrite[], when: string): string[] {
  const longer = approved.length > now.length ? approved : now;
  return longer.flatMap((_, at) => {
    const [before, after] = [approved[at], now[at]];
    if (before === undefined) return [`${when}${inert(after?.says ?? '')}: this was not approved.`];
    if (after === undefined) return [`${when}${inert(before.says)}: this is not needed any more.`];
    return writeDifference(before, after, when);
  });
}

function writeDifference(before: PlannedWrite, after: PlannedWrite, when: string): string[] {
  const requestOf = ({ method, path, apiVersion }: PlannedWrite) => `${method} ${path} (${apiVersion})`;
  if (!sameText(requestOf(before), requestOf(after)))
    return [
      `${when}${inert(before.says)}: instead it would be ${code(requestOf(after))}, not ${code(requestOf(before))}.`,
    ];
  const parts = (write: PlannedWrite): Json => ({
    body: write.body ?? null,
    edits: (write.edits ?? []) as unknown as Json,
  });
  return leafDifferences(parts(before), parts(after), []).map(
    ({ at, was, is }) => `${when}${inert(before.says)}: ${code(at)} was ${words(was)} and is ${words(is)} now.`,
  );
}

interface LeafDifference {
  readonly at: string;
  readonly was: Json | undefined;
  readonly is: Json | undefined;
}

function leafDifferences(was: Json | undefined, is: Json | undefined, at: readonly string[]): LeafDifference[] {
  const [before, after] = [fieldsOf(was), fieldsOf(is)];
  if (before === undefined || after === undefined) {
    return sameLeaf(was, is, at.at(-1)) ? [] : [{ at: at.slice(1).join('.') || 'body', was, is }];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => leafDifferences(before[key], after[key], [...at, key]));
}

/** What can be walked into: a hole is one value. */
function fieldsOf(value: Json | undefined): { readonly [key: string]: Json } | undefined {
  if (typeof value !== 'object' || value === null || holeOf(value) !== undefined) return undefined;
  return value as { readonly [key: string]: Json };
}

/** Azure spells one id in several cases. */
function sameLeaf(was: Json | undefined, is: Json | undefined, key: string | undefined): boolean {
  if (key === 'id' && typeof was === 'string' && typeof is === 'string') return sameText(was, is);
  return JSON.stringify(was) === JSON.stringify(is);
}

function words(value: Json | undefined): string {
  if (value === undefined || value === null) return 'not there';
  const hole = holeOf(value);
  return code(hole === undefined ? JSON.stringify(value) : `<${holeWords(hole, {})}>`);
}

function sameText(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
