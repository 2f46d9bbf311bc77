import type { VmName } from '../vm-name.ts';
import { parseDuration } from './duration.ts';
import { code } from './escape.ts';
import { joinDuration } from './join-duration.ts';
import { normaliseTyped } from './normalise-typed.ts';
import { type Caller, parseCaller } from './parse-caller.ts';
import { parsePort } from './parse-port.ts';
import { parseVmName } from './parse-vm-name.ts';
import { readOptions } from './read-options.ts';
import { type Refusal, refuse } from './refusal.ts';
import { tokenise } from './tokenise.ts';
import { unquoted } from './unquoted.ts';

export interface OpenRequest {
  readonly name: VmName;
  readonly from?: Caller;
  readonly durationMs?: number;
  readonly port: number;
  readonly reason?: string;
  /** In an emergency, without approval, where the policy has that. */
  readonly breakGlass: boolean;
}

export type ParsedOpen = { readonly ok: true; readonly request: OpenRequest } | Refusal;

export const openUsage = '/vm open <vm> [from <address>] [for <duration>] [port <n>] [break-glass] [because <reason>]';

const options = ['from', 'for', 'port'] as const;
const breakGlass = /^break-?glass$/i;
/** A reason may be long; a resource id has at most some 400 characters. */
const longestText = 2500;

/** Reads what follows `/vm open`, as Slack sent it. Everything behind `because` is the reason. */
export function parseOpen(text: string): ParsedOpen {
  const normal = normaliseTyped(text.slice(0, 2 * longestText));
  if (normal.length > longestText) return refuse('That is too long for this command.', `Type ${code(openUsage)}.`);
  const [, before = '', reason] = /^(.*?)(?:(?:^|\s)(?:--)?because[\s=](.*))?$/is.exec(normal) ?? [];
  if (reason === undefined && /(?:^|\s)(?:--)?because$/i.test(normal))
    return refuse('The reason is missing.', 'Type it behind `because`.');
  const tokens = tokenise(before);
  if (!tokens.ok) return tokens;
  const read = readOptions(joinDuration(tokens.words), options);
  if (!read.ok) return read;
  const [vm, ...more] = read.words.filter((word) => !breakGlass.test(word));
  if (vm === undefined) return refuse('The name of the VM is missing.', `Type ${code(openUsage)}.`);
  if (more.length > 0)
    return refuse(
      `I cannot place ${code((more[0] ?? '').slice(0, 60))}.`,
      `Type ${code(openUsage)}, one VM at a time.`,
    );
  return withValues(
    vm,
    read.options,
    reason === undefined ? undefined : unquoted(reason),
    read.words.some((word) => breakGlass.test(word)),
  );
}

function withValues(
  vm: string,
  given: Readonly<Partial<Record<(typeof options)[number], string>>>,
  reason: string | undefined,
  isEmergency: boolean,
): ParsedOpen {
  const name = parseVmName(vm);
  if (!name.ok) return name;
  const port = parsePort(given.port ?? '22');
  if (typeof port !== 'number') return port;
  const duration = given.for === undefined ? undefined : parseDuration(given.for);
  if (typeof duration === 'object') return duration;
  const from = given.from === undefined ? undefined : parseCaller(given.from);
  if (from?.ok === false) return from;
  return {
    ok: true,
    request: {
      name: name.name,
      port,
      breakGlass: isEmergency,
      ...(from !== undefined && { from: from.caller }),
      ...(duration !== undefined && { durationMs: duration }),
      ...(reason !== undefined && reason !== '' && { reason }),
    },
  };
}
