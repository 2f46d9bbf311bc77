import type { VmName } from '../vm-name.ts';
import { code } from './escape.ts';
import { normaliseTyped } from './normalise-typed.ts';
import { parseVmName } from './parse-vm-name.ts';
import { type Refusal, refuse } from './refusal.ts';
import { tokenise } from './tokenise.ts';

export const policyUsage = '/vm policy <vm>';

/** Reads what follows `/vm policy`: one VM. */
export function parsePolicy(text: string): { readonly ok: true; readonly name: VmName } | Refusal {
  const tokens = tokenise(normaliseTyped(text.slice(0, 1000)));
  if (!tokens.ok) return tokens;
  const [vm, ...more] = tokens.words;
  if (vm === undefined) return refuse('The name of the VM is missing.', `Type ${code(policyUsage)}.`);
  if (more.length > 0) return refuse('That is more than the name of one VM.', `Type ${code(policyUsage)}.`);
  return parseVmName(vm);
}
