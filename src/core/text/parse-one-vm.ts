import type { VmName } from '../vm-name.ts';
import { code } from './escape.ts';
import { normaliseTyped } from './normalise-typed.ts';
import { parseVmName } from './parse-vm-name.ts';
import { type Refusal, refuse } from './refusal.ts';
import { tokenise } from './tokenise.ts';

/**
 * Reads what follows a command that is about one VM and nothing else.
 * @param usage how to type it, from the slash on
 */
export function parseOneVm(text: string, usage: string): { readonly ok: true; readonly name: VmName } | Refusal {
  const tokens = tokenise(normaliseTyped(text.slice(0, 1000)));
  if (!tokens.ok) return tokens;
  const [vm, ...more] = tokens.words;
  if (vm === undefined) return refuse('The name of the VM is missing.', `Type ${code(usage)}.`);
  if (more.length > 0) return refuse('That is more than the name of one VM.', `Type ${code(usage)}.`);
  return parseVmName(vm);
}
