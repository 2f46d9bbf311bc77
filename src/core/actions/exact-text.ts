import type { Json } from '../canonical-json.ts';
import type { HostKey } from '../host-keys/host-key.ts';
import { durationWords } from '../text/duration.ts';
import { isoSecond } from '../text/iso-time.ts';
import type { Act, PinAct } from './act.ts';
import { bystanderText } from './bystanders.ts';
import { fill } from './fill.ts';
import type { Hole, Plan, PlannedWrite } from './plan.ts';

/**
 * The plan as requests to Resource Manager, whichever cloud's, and what the bot does itself: for whoever approves it nothing
 * else is left out.
 */
export function exactText(plan: Plan): string {
  const write = (each: PlannedWrite) => writeText(each, plan);
  const when = plan.act === undefined ? 'At the closing time:' : 'As soon as that has ended:';
  const undo = plan.undo.length === 0 ? [] : [when, ...plan.undo.map(write)];
  const act = plan.act === undefined ? [] : [actText(plan.act)];
  const others = plan.bystanders === undefined ? '' : bystanderText(plan.bystanders);
  return [...plan.writes.map(write), ...act, ...undo, others].filter((each) => each !== '').join('\n\n');
}

function actText(act: Act): string {
  if (act.kind === 'pin') return pinText(act);
  // A character that cannot be seen stands there as its number.
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `The bot itself does:\n${JSON.stringify(act, null, 2).replace(/[^\n -~]/g, escaped)}`;
}

function pinText({ keys, replaces }: PinAct): string {
  const listed = (some: readonly HostKey[]) => some.map(({ type, base64 }) => `${type} ${base64}`);
  const instead = replaces.length === 0 ? [] : ['Instead of:', ...listed(replaces)];
  return ['Trust these host keys of the machine:', ...listed(keys), ...instead].join('\n');
}

function writeText({ method, path, apiVersion, body, edits }: PlannedWrite, plan: Plan): string {
  const line = `${method} ${path}?api-version=${apiVersion}`;
  if (edits !== undefined) {
    const changes = edits.map(
      ({ at, value }) => `  ${at.join('.')} = ${value === null ? 'taken out' : JSON.stringify(value)}`,
    );
    return [line, 'If-Match: <the ETag that it was read with>', 'what was read, with', ...changes].join('\n');
  }
  return body === undefined ? line : `${line}\n${JSON.stringify(withWords(body, plan), null, 2)}`;
}

/** A body with each hole named by what will stand there. */
function withWords(body: Json, plan: Plan): Json {
  return fill(body, (hole) => `<${holeWords(hole, plan)}>`);
}

export function holeWords(hole: Hole, { opensForMs, opensFromMs }: Pick<Plan, 'opensForMs' | 'opensFromMs'>): string {
  const from = opensFromMs === undefined ? 'start' : isoSecond(opensFromMs);
  const closingWords =
    opensForMs === undefined ? 'closing time' : `closing time: ${from} + ${durationWords(opensForMs)}`;
  switch (hole.$hole) {
    case 'priority':
      return `priority ${hole.from}-${hole.to}`;
    case 'seal':
      return hole.stays === true ? "the bot's proof" : `the bot's proof, with the ${closingWords}`;
    case 'closing-time':
      return closingWords;
  }
}
