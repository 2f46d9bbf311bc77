import ssh2, { type AnyAuthMethod, type ParsedKey } from 'ssh2';
import type { SshCredentials } from './ssh-server.ts';

/** How to log in as a user; `because` never holds any of the key. */
export type ReadCredentials =
  | { readonly kind: 'read'; readonly methodFor: (username: string) => AnyAuthMethod }
  | { readonly kind: 'unreadable'; readonly because: string };

/** A passphrase is slow on purpose, and the bot's key is always the same one. */
const parsedKeys = new WeakMap<SshCredentials, ParsedKey>();

export function readCredentials(credentials: SshCredentials): ReadCredentials {
  if (credentials.kind === 'agent') {
    const agent = credentials.socket;
    return { kind: 'read', methodFor: (username) => ({ type: 'agent', username, agent }) };
  }
  const key = parsedKeys.get(credentials) ?? ssh2.utils.parseKey(credentials.privateKey, credentials.passphrase);
  if (key instanceof Error)
    return { kind: 'unreadable', because: `the bot's private key could not be read: ${key.message}` };
  if (!key.isPrivateKey())
    return { kind: 'unreadable', because: "what should be the bot's private key is a public one" };
  parsedKeys.set(credentials, key);
  return { kind: 'read', methodFor: (username) => ({ type: 'publickey', username, key }) };
}
