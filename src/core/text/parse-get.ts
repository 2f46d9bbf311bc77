import { parameterProblem } from '../commands/check-parameter.ts';
import { fitsOnCard } from '../commands/show-bytes.ts';
import type { VmName } from '../vm-name.ts';
import { code } from './escape.ts';
import { normaliseTyped } from './normalise-typed.ts';
import { parsePort } from './parse-port.ts';
import { parseVmName } from './parse-vm-name.ts';
import { type Refusal, refuse } from './refusal.ts';
import { tokenise } from './tokenise.ts';
import { unquoted } from './unquoted.ts';

export interface GetRequest {
  readonly name: VmName;
  /** Absolute. */
  readonly path: string;
  /** Of sshd inside the VM. */
  readonly port: number;
  readonly reason?: string;
}

export const getUsage = '/vm get <vm> [port <n>] <path> [because <reason>]';

const longestPath = 1000;

/** Reads what follows `/vm get`: a VM, an absolute path, and perhaps why. A path with spaces stands in quotes. */
export function parseGet(text: string): { readonly ok: true; readonly request: GetRequest } | Refusal {
  const normal = normaliseTyped(text.slice(0, 5000));
  const [, before = '', because, reason = ''] = /^(.*?)((?:^|\s)(?:--)?because(?:[\s=](.*))?)?$/is.exec(normal) ?? [];
  const tokens = tokenise(before);
  if (!tokens.ok) return tokens;
  const [vm, ...behind] = tokens.words;
  const hasPort = /^(?:--)?port$/i.test(behind[0] ?? '');
  const port = hasPort ? parsePort(behind[1] ?? '') : 22;
  if (typeof port !== 'number') return port;
  const [path, ...more] = hasPort ? behind.slice(2) : behind;
  if (vm === undefined) return refuse('The name of the VM is missing.', `Type ${code(getUsage)}.`);
  if (path === undefined) return refuse('The path of the file is missing.', `Type ${code(getUsage)}.`);
  if (more.length > 0)
    return refuse(
      `I cannot place ${code((more[0] ?? '').slice(0, 60))}.`,
      'A path with spaces in it stands in quotes.',
    );
  const name = parseVmName(vm);
  if (!name.ok) return name;
  const type = { kind: 'path', least: 1, most: longestPath } as const;
  const problem = parameterProblem({ name: 'path', type, isGlued: false }, path);
  if (problem !== undefined) return problem;
  if (!fitsOnCard(path))
    return refuse(
      'The path is too long to be shown whole, and nobody approves what they cannot see.',
      'Copy the file on the VM to a place with a shorter path.',
    );
  const why = unquoted(reason);
  if (because !== undefined && why === '') return refuse('The reason is missing.', 'Type it behind `because`.');
  return { ok: true, request: { name: name.name, path, port, ...(why !== '' && { reason: why }) } };
}
