import type { VmName } from '../vm-name.ts';
import { code } from './escape.ts';
import { normaliseTyped } from './normalise-typed.ts';
import { parsePort } from './parse-port.ts';
import { parseVmName } from './parse-vm-name.ts';
import { readOptions } from './read-options.ts';
import { type Refusal, refuse } from './refusal.ts';
import { tokenise } from './tokenise.ts';

export interface FingerprintRequest {
  readonly name: VmName;
  /** Of sshd inside the VM. */
  readonly port: number;
}

export const fingerprintUsage = '/vm fingerprint <vm> [port <n>]';

/** Reads what follows `/vm fingerprint`: one VM, and where its SSH server listens. */
export function parseFingerprint(text: string): { readonly ok: true; readonly request: FingerprintRequest } | Refusal {
  const tokens = tokenise(normaliseTyped(text.slice(0, 1000)));
  if (!tokens.ok) return tokens;
  const read = readOptions(tokens.words, ['port']);
  if (!read.ok) return read;
  const [vm, ...more] = read.words;
  if (vm === undefined) return refuse('The name of the VM is missing.', `Type ${code(fingerprintUsage)}.`);
  if (more.length > 0)
    return refuse(
      `I cannot place ${code((more[0] ?? '').slice(0, 60))}.`,
      `Type ${code(fingerprintUsage)}, one VM at a time.`,
    );
  const port = parsePort(read.options.port ?? '22');
  if (typeof port !== 'number') return port;
  const name = parseVmName(vm);
  return name.ok ? { ok: true, request: { name: name.name, port } } : name;
}
