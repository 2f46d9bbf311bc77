import { looksPrivate } from '../access-keys/looks-private.ts';
import { parseSshPublicKey } from '../ssh-public-key.ts';
import { checkUserName } from '../troubleshoot/check-user-name.ts';
import type { AskedKey } from '../troubleshoot/question.ts';
import type { VmName } from '../vm-name.ts';
import { code } from './escape.ts';
import { normaliseTyped } from './normalise-typed.ts';
import { parsePort } from './parse-port.ts';
import { parseVmName } from './parse-vm-name.ts';
import { readOptions } from './read-options.ts';
import { type Refusal, refuse } from './refusal.ts';
import { tokenise } from './tokenise.ts';
import { unquoted } from './unquoted.ts';

export interface TroubleshootRequest {
  readonly name: VmName;
  /** Absent: the one that the VM was made with. */
  readonly user?: string;
  readonly port: number;
  readonly key?: AskedKey;
}

export type ParsedTroubleshoot = { readonly ok: true; readonly request: TroubleshootRequest } | Refusal;

export const troubleshootUsage = '/vm troubleshoot <vm> [user <name>] [port <n>] [key <public key>]';

/** A key of 16384 bits has some 2,800 characters, a resource id at most 400. */
const longestText = 4000;

/** Reads what follows `/vm troubleshoot`, as Slack sent it. Everything behind `key` is the key. */
export function parseTroubleshoot(text: string): ParsedTroubleshoot {
  if (looksPrivate(text)) return privateKey;
  const normal = normaliseTyped(text.slice(0, 2 * longestText));
  if (normal.length > longestText)
    return refuse('That is too long for this command.', `Type ${code(troubleshootUsage)}.`);
  const [, before = '', key] = /^(.*?)(?:(?:^|\s)(?:--)?key(?:[\s=](.*))?)?$/is.exec(normal) ?? [];
  const hasKey = before.length < normal.length;
  const tokens = tokenise(before);
  if (!tokens.ok) return tokens;
  const read = readOptions(tokens.words, ['user', 'port']);
  if (!read.ok) return read;
  const [vm, ...more] = read.words;
  if (vm === undefined) return refuse('The name of the VM is missing.', `Type ${code(troubleshootUsage)}.`);
  if (more.length > 0)
    return refuse(
      `I cannot place ${code((more[0] ?? '').slice(0, 60))}.`,
      `Type ${code(troubleshootUsage)}, one VM at a time.`,
    );
  const name = parseVmName(vm);
  if (!name.ok) return name;
  const port = parsePort(read.options.port ?? '22');
  if (typeof port !== 'number') return port;
  const { user } = read.options;
  const badUser = user === undefined ? undefined : checkUserName(user);
  if (badUser !== undefined) return badUser;
  const asked = hasKey ? parseKey(key ?? '') : undefined;
  if (asked !== undefined && 'ok' in asked) return asked;
  return {
    ok: true,
    request: { name: name.name, port, ...(user !== undefined && { user }), ...(asked !== undefined && { key: asked }) },
  };
}

const privateKey = refuse(
  'That is a private key, and it has now been sent to Slack. It was not kept here, and not used.',
  'Do not use it any more: make a new one with `ssh-keygen`, and have its public half put in its place.',
);

const howToKey = 'Give the one line of its `.pub` file, such as `ssh-ed25519 AAAA… name@laptop`.';

function parseKey(text: string): AskedKey | Refusal {
  const line = unquoted(text);
  if (line === '') return refuse('The public key is missing.', howToKey);
  const key = parseSshPublicKey(line);
  if (key === undefined)
    // It is not repeated: it might be half of a private one.
    return refuse('What stands behind `key` is no public key of SSH.', howToKey);
  return { type: key.type, blob: key.base64, fingerprint: key.fingerprint };
}
