import type { Act } from '../actions/act.ts';
import { fill } from '../actions/fill.ts';
import type { Hole, Plan, PlannedWrite } from '../actions/plan.ts';
import type { Json } from '../canonical-json.ts';
import { durationWords } from '../text/duration.ts';
import { isoSecond } from '../text/iso-time.ts';

/** The plan as requests to Resource Manager, whichever cloud's: for whoever approves it nothing else is left out. */
export function armRequestText(plan: Plan): string {
  const write = (each: PlannedWrite) => writeText(each, plan);
  const when = plan.act === undefined ? 'At the closing time:' : 'As soon as that has ended:';
  const undo = plan.undo.length === 0 ? [] : [when, ...plan.undo.map(write)];
  const act = plan.act === undefined ? [] : ['The bot itself does:', actText(plan.act)];
  return [...plan.writes.map(write), ...act, ...undo].join('\n\n');
}

/** JSON in plain ASCII: a character that cannot be seen stands there as its number. */
function actText(act: Act): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(act, null, 2).replace(/[^\n -~]/g, escaped);
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
