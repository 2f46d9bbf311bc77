import { looksPrivate } from '../access-keys/looks-private.ts';
import { parseUserName } from '../access-keys/parse-user-name.ts';
import type { VmName } from '../vm-name.ts';
import { parseDuration } from './duration.ts';
import { code } from './escape.ts';
import { joinDuration } from './join-duration.ts';
import { normaliseTyped } from './normalise-typed.ts';
import { parseVmName } from './parse-vm-name.ts';
import { readOptions } from './read-options.ts';
import { type Refusal, refuse } from './refusal.ts';
import { tokenise } from './tokenise.ts';

interface KeyRequest {
  readonly name: VmName;
  readonly user?: string;
  readonly durationMs?: number;
}

export type ParsedKey =
  | { readonly kind: 'request'; readonly request: KeyRequest }
  /** A private key was typed: nothing of it is repeated. */
  | { readonly kind: 'private' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export const keyUsage = '/vm key <vm> [user <name>] [for <duration>]';

const longestText = 1000;

/** Reads what follows `/vm key`. The key itself is asked for in a form: what is typed here Slack cuts and changes. */
export function parseKey(text: string): ParsedKey {
  if (looksPrivate(text)) return { kind: 'private' };
  const read = readRequest(text);
  return 'problem' in read ? { kind: 'refused', refusal: read } : { kind: 'request', request: read };
}

function readRequest(text: string): KeyRequest | Refusal {
  if (/(?:^|\s)AAAA[A-Za-z0-9+/]{16}|BEGIN SSH2/.test(text))
    return refuse('The key does not belong into the command.', `Type ${code('/vm key <vm>')}: a form asks for it.`);
  if (text.length > longestText) return refuse('That is too long for this command.', `Type ${code(keyUsage)}.`);
  const tokens = tokenise(normaliseTyped(text));
  if (!tokens.ok) return tokens;
  const read = readOptions(joinDuration(tokens.words), ['user', 'for']);
  if (!read.ok) return read;
  const [vm, ...more] = read.words;
  if (vm === undefined) return refuse('The name of the VM is missing.', `Type ${code(keyUsage)}.`);
  if (more.length > 0)
    return refuse(`I cannot place ${code((more[0] ?? '').slice(0, 60))}.`, `Type ${code(keyUsage)}, one VM at a time.`);
  const name = parseVmName(vm);
  if (!name.ok) return name;
  const user = read.options.user === undefined ? undefined : parseUserName(read.options.user);
  if (user?.ok === false) return user;
  const durationMs = read.options.for === undefined ? undefined : parseDuration(read.options.for);
  if (typeof durationMs === 'object') return durationMs;
  return {
    name: name.name,
    ...(user !== undefined && { user: user.user }),
    ...(durationMs !== undefined && { durationMs }),
  };
}
