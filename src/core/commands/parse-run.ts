import { code } from '../text/escape.ts';
import { normaliseTyped, repairTyped } from '../text/normalise-typed.ts';
import { parsePort } from '../text/parse-port.ts';
import { parseVmName } from '../text/parse-vm-name.ts';
import { type Refusal, refuse } from '../text/refusal.ts';
import { tokenise } from '../text/tokenise.ts';
import { unquoted } from '../text/unquoted.ts';
import type { VmName } from '../vm-name.ts';
import type { TypedCommand } from './match-template.ts';
import { readFree } from './read-free.ts';
import { shellWords } from './shell-words.ts';

interface RunRequest {
  readonly name: VmName;
  readonly command: TypedCommand;
  /** Of sshd inside the VM. */
  readonly port: number;
  readonly reason?: string;
}

export type ParsedRun = { readonly ok: true; readonly request: RunRequest } | Refusal;

export const runUsage = '/vm run <vm> [port <n>] [because <reason>] -- <command>';

type ParsedCommand = { readonly ok: true; readonly request: Omit<RunRequest, 'port'> } | Refusal;

const sshPort = 22;
const longestText = 12_000;
const howTo = `Type ${code(runUsage)}, or ${code('/vm run <vm> <name> <parameters>')} for one of the commands that ${code('/vm commands <vm>')} lists.`;

/**
 * Reads what follows `/vm run`, as Slack sent it: not normalised, since what stands behind `--` is the command's own.
 *
 * - `<vm> [port <n>] [because <reason>] -- <command>`: the command byte for byte, which may be that of a template
 * - `<vm> [port <n>] <template> <parameters> [because <reason>]`: a template by name or by its words; a value that is the word
 *   `because`, or has spaces in it, stands in quotes
 */
export function parseRun(typed: string): ParsedRun {
  if (typed.length > longestText) return refuse('That is too long for this command.', howTo);
  const { port, text } = takePort(typed);
  if (typeof port !== 'number') return port;
  const parsed = parseCommand(text);
  return parsed.ok ? { ok: true, request: { ...parsed.request, port } } : parsed;
}

/** The port stands right behind the VM: what comes later may belong to the command. */
function takePort(typed: string): { readonly port: number | Refusal; readonly text: string } {
  const [whole, vm = '', port = ''] = /^([\s\p{Z}]*\S+)[\s\p{Z}]+port[\s\p{Z}=]+(\S+)/iu.exec(typed) ?? [];
  if (whole === undefined) return { port: sshPort, text: typed };
  return { port: parsePort(port), text: `${vm}${typed.slice(whole.length)}` };
}

function parseCommand(text: string): ParsedCommand {
  const [split, ...others] = splits(text);
  if (others.length > 0)
    return refuse(
      'It is not clear where the command begins: there are two dashes and a long one in front of it.',
      'Leave the dash out of the reason.',
    );
  return split === undefined ? byWords(text) : behindDashes(split);
}

interface Split {
  readonly before: string;
  /** The dashes as they came. */
  readonly dashes: string;
  readonly command: string;
}

/**
 * Where a `--` stands alone with nothing but the VM and a reason in front of it: the first that came as two dashes, and
 * the first that came as a long one. A client makes long dashes of all of them or of none, but what is pasted stays.
 */
function splits(text: string): readonly Split[] {
  return [/^(.*?[\s\p{Z}]|)(--)(?=[\s\p{Z}]|$)/su, /^(.*?[\s\p{Z}]|)([—―–])(?=[\s\p{Z}]|$)/su].flatMap((form) => {
    const [whole, before = '', dashes = ''] = form.exec(text) ?? [];
    if (whole === undefined || !isInFront.test(normaliseTyped(before))) return [];
    return [{ before, dashes, command: text.slice(whole.length).replace(/^[\t\n\r\p{Zs}]+/u, '') }];
  });
}

/** The VM, and perhaps a reason. */
const isInFront = /^\S*(?: (?:--)?because(?:[ =].*)?)?$/is;

function behindDashes({ before, dashes, command }: Split): ParsedCommand {
  const [, vm = '', because, reason] = /^(\S*)( (?:--)?because(?:[ =](.*))?)?$/is.exec(normaliseTyped(before)) ?? [];
  const name = nameOf(vm.replace(/^(["'`])(.*)\1$/, '$2'));
  if (!name.ok) return name;
  if (because !== undefined && reason === undefined)
    return refuse('The reason is missing.', 'Type it behind `because`, in front of the `--`.');
  if (command === '') return refuse('The command is missing.', howTo);
  const free = readFree(command, dashes !== '--');
  const readings = [free.text, repairTyped(command)].flatMap((each) => {
    const words = shellWords(each);
    return words === undefined ? [] : [words];
  });
  return request(name.name, { kind: 'exact', ...free, readings }, reason);
}

function byWords(text: string): ParsedCommand {
  const repaired = repairTyped(text).trim();
  const at = becauseIn(repaired);
  const tokens = tokenise(repaired.slice(0, at));
  if (!tokens.ok) return tokens;
  const [vm = '', ...words] = tokens.words;
  const name = nameOf(vm);
  if (!name.ok) return name;
  if (words.length === 0) return refuse('The command is missing.', howTo);
  const reason = normaliseTyped(repaired.slice(at)).replace(/^(?:--)?because[ =]?/i, '');
  if (at < repaired.length && reason === '') return refuse('The reason is missing.', 'Type it behind `because`.');
  return request(name.name, { kind: 'words', words }, reason);
}

/** Where the reason begins; the text's length where there is none. What is in quotes is a value. */
function becauseIn(text: string): number {
  for (const { index, 0: word } of text.matchAll(/(?:[^\s=]*=)?(?:"[^"]*"|'[^']*'|`[^`]*`)(?=\s|$)|\S+/g))
    if (/^(?:--)?because(?:=.*)?$/is.test(word)) return index;
  return text.length;
}

function nameOf(vm: string) {
  return vm === '' ? refuse('The name of the VM is missing.', howTo) : parseVmName(vm);
}

function request(name: VmName, command: TypedCommand, reason: string | undefined): ParsedCommand {
  const said = unquoted(reason ?? '');
  return { ok: true, request: { name, command, ...(said !== '' && { reason: said }) } };
}
