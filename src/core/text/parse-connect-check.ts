import type { VmName } from '../vm-name.ts';
import { code } from './escape.ts';
import { nearest } from './nearest.ts';
import { normaliseTyped } from './normalise-typed.ts';
import { type Caller, parseCaller } from './parse-caller.ts';
import { parsePort } from './parse-port.ts';
import { parseVmName } from './parse-vm-name.ts';
import { readOptions } from './read-options.ts';
import { type Refusal, refuse } from './refusal.ts';
import { tokenise } from './tokenise.ts';

export interface ConnectCheckRequest {
  readonly name: VmName;
  /** Absent when the person did not say where they connect from. */
  readonly from?: Caller;
  /** The port that sshd listens on inside the VM. */
  readonly port: number;
}

export type ParsedConnectCheck = { readonly ok: true; readonly request: ConnectCheckRequest } | Refusal;

export const connectCheckUsage = '/vm connect-check <vm> [from <address>] [port <n>]';
export const connectUsage = '/vm connect <vm> [from <address>] [port <n>]';

const options = ['from', 'port'] as const;
/** A resource id has at most some 400 characters. */
const longestText = 1000;

/** Reads what follows `/vm connect-check`, or another command of the same form, as Slack sent it. */
export function parseConnectCheck(text: string, usage = connectCheckUsage): ParsedConnectCheck {
  const normal = normaliseTyped(text.slice(0, 4 * longestText));
  if (normal.length > longestText) return refuse('That is too long for this command.', `Type ${code(usage)}.`);
  const tokens = tokenise(normal);
  if (!tokens.ok) return tokens;
  const read = readOptions(tokens.words, options);
  if (!read.ok) return read;
  const [vm, ...more] = read.words;
  if (vm === undefined) return refuse('The name of the VM is missing.', `Type ${code(usage)}.`);
  if (more.length > 0) return tooMuch(more, usage);
  const name = parseVmName(vm);
  if (!name.ok) return name;
  const port = parsePort(read.options.port ?? '22');
  if (typeof port !== 'number') return port;
  if (read.options.from === undefined) return { ok: true, request: { name: name.name, port } };
  const from = parseCaller(read.options.from);
  return from.ok ? { ok: true, request: { name: name.name, from: from.caller, port } } : from;
}

function tooMuch(more: readonly string[], usage: string): Refusal {
  const [word = ''] = more;
  const problem = `I cannot place ${code(word.slice(0, 60))}.`;
  const near = nearest(word, options);
  if (near !== undefined) return refuse(problem, `Did you mean ${code(near)}?`);
  if (parseCaller(word).ok) return refuse(problem, `If that is your address, type ${code(`from ${word}`)}.`);
  if (typeof parsePort(word) === 'number') return refuse(problem, `If that is the port, type ${code(`port ${word}`)}.`);
  return refuse(problem, `Type ${code(usage)}, one VM at a time.`);
}
