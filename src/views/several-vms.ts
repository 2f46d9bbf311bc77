import { code } from '../core/text/escape.ts';
import type { VmCandidate } from '../core/vm-name.ts';
import type { Message } from './message.ts';
import { problem } from './problem.ts';

/** More would be a wall of text; each can be named by its group or its resource id. */
const mostNamed = 3;

/** Several VMs answer to one name: what to type for each. */
export function severalVms(choice: {
  /** The VM as the person named it. */
  readonly vm: string;
  /** What was typed in front of it. */
  readonly command: string;
  readonly candidates: readonly VmCandidate[];
}): Message {
  const { vm, command, candidates } = choice;
  const inGroups = candidates.map(({ resourceGroup, name }) => `${resourceGroup}/${name}`);
  const isClear = new Set(inGroups.map((each) => each.toLowerCase())).size === candidates.length;
  const names = isClear ? inGroups : candidates.map(({ id }) => id);
  const typed = names.slice(0, mostNamed).map((name) => code(`${command} ${name}`));
  const left = names.length - typed.length;
  return problem({
    message: `${candidates.length} VMs are called ${code(vm)}.`,
    hint: `Type ${typed.join(' or ')}${left > 0 ? `, or name one of the ${left} others by its group` : ''}.`,
  });
}
