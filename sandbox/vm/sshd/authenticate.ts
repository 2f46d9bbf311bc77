import { timingSafeEqual } from 'node:crypto';
import ssh2, { type AuthContext } from 'ssh2';
import { passwordDigest } from '../account-files.ts';
import { type Account, findAccount, readText } from '../accounts.ts';
import { FileError } from '../files/file-error.ts';
import { root } from '../files/node.ts';
import type { Machine } from '../machine.ts';

/** The account that a log-in attempt opens; undefined when it is refused. Keys and passwords are read anew each time. */
export function authenticate(machine: Machine, attempt: AuthContext): Account | undefined {
  const account = findAccount(machine.files, attempt.username);
  if (account === undefined) return undefined;
  switch (attempt.method) {
    case 'publickey': {
      const key = authorizedKeys(machine, account).find((each) => each.getPublicSSH().equals(attempt.key.data));
      if (key === undefined) return undefined;
      // Without a signature the client only asks whether the key would do.
      if (attempt.signature === undefined || attempt.blob === undefined) return account;
      return key.verify(attempt.blob, attempt.signature, attempt.hashAlgo) === true ? account : undefined;
    }
    case 'password':
      return machine.sshd.state.passwordAuthentication && hasPassword(machine, account, attempt.password)
        ? account
        : undefined;
    default:
      return undefined;
  }
}

function authorizedKeys(machine: Machine, account: Account): ssh2.ParsedKey[] {
  const path = `${account.home}/.ssh/authorized_keys`;
  if (!machine.files.exists(root, path) || isWritableByOthers(machine, path)) return [];
  return readText(machine.files, path)
    .split('\n')
    .flatMap((line) => {
      const key = /(?:^|\s)((?:ssh-|ecdsa-|sk-)\S+\s+[A-Za-z0-9+/]+=*)/.exec(line.trim())?.[1];
      if (key === undefined || line.trim().startsWith('#')) return [];
      const parsed = ssh2.utils.parseKey(key);
      return parsed instanceof Error ? [] : [parsed].flat();
    });
}

/** As StrictModes of sshd has it: a file that others may write to proves nothing. */
function isWritableByOthers(machine: Machine, path: string): boolean {
  try {
    return (machine.files.status(root, path, true).mode & 0o022) !== 0;
  } catch (error) {
    if (error instanceof FileError) return true;
    throw error;
  }
}

function hasPassword(machine: Machine, account: Account, password: string): boolean {
  const line = readText(machine.files, '/etc/shadow')
    .split('\n')
    .find((each) => each.startsWith(`${account.name}:`));
  const kept = Buffer.from(line?.split(':')[1] ?? '');
  const given = Buffer.from(passwordDigest(password));
  return kept.length === given.length && timingSafeEqual(kept, given);
}
