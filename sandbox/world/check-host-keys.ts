import type { z } from 'zod';
import { type KeyType, openSshKey } from '../keys/open-ssh-key.ts';
import { readPrivateKey } from '../keys/read-private-key.ts';

/** Adds each private key that cannot be read, or is of another type than its name says. */
export function checkHostKeys(
  keys: { readonly [Type in KeyType]?: string | undefined },
  context: z.RefinementCtx,
): void {
  for (const [name, text] of Object.entries(keys)) {
    const problem = text === undefined ? undefined : problemOf(text, name);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem, path: [name] });
  }
}

function problemOf(text: string, name: string): string | undefined {
  try {
    const { type } = openSshKey(readPrivateKey(text), '');
    return type === name ? undefined : `is a key of the type ${type}`;
  } catch (error) {
    return `must be a private key in PEM or OpenSSH form, without a passphrase: ${(error as Error).message}`;
  }
}
