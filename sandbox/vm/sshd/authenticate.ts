import { timingSafeEqual } from 'node:crypto';
import ssh2, { type AuthContext } from 'ssh2';
import { passwordDigest } from '../account-files.ts';
import { type Account, findAccount, readText } from '../accounts.ts';
import { FileError } from '../files/file-error.ts';
import { root } from '../files/node.ts';
import type { Machine } from '../machine.ts';
import { hasExpired } from './has-expired.ts';

/** The account that a log-in attempt opens; undefined when it is refused. Keys and passwords are read anew each time. */
export function authenticate(machine: Machine, attempt: AuthContext): Account | undefined {
  const account = findAccount(machine.files, attempt.username);
  if (account === undefined || whyShutOut(machine, account) !== undefined) return undefined;
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
  const whole = [account.home, `${account.home}/.ssh`, path];
  if (!machine.files.exists(root, path) || whole.some((each) => isOpenToOthers(machine, account, each))) return [];
  return readText(machine.files, path)
    .split('\n')
    .flatMap((line) => {
      const key = /(?:^|\s)((?:ssh-|ecdsa-|sk-)\S+\s+[A-Za-z0-9+/]+=*)/.exec(line.trim())?.[1];
      if (key === undefined || line.trim().startsWith('#') || hasExpired(line, machine.nowMs)) return [];
      const parsed = ssh2.utils.parseKey(key);
      return parsed instanceof Error ? [] : [parsed].flat();
    });
}

/** As StrictModes of sshd has it: a file that others may write to, or that is another's, proves nothing. */
function isOpenToOthers(machine: Machine, account: Account, path: string): boolean {
  try {
    const { mode, uid } = machine.files.status(root, path, true);
    return (mode & 0o022) !== 0 || (uid !== 0 && uid !== account.uid);
  } catch (error) {
    if (error instanceof FileError) return true;
    throw error;
  }
}

/** What PAM and sshd's configuration have against an account, whatever proof it brings. */
export function whyShutOut(machine: Machine, account: Account): string | undefined {
  const { permitRootLogin, allowUsers, denyUsers } = machine.sshd.state;
  const isNamed = (names: readonly string[]) => names.some((name) => matches(name, account.name));
  if (account.uid === 0 && permitRootLogin === 'no') return 'ROOT LOGIN REFUSED';
  if (isNamed(denyUsers)) return `User ${account.name} not allowed because listed in DenyUsers`;
  if (allowUsers.length > 0 && !isNamed(allowUsers))
    return `User ${account.name} not allowed because not listed in AllowUsers`;
  const expires = shadowOf(machine, account)[7] ?? '';
  if (expires !== '' && machine.nowMs >= Number(expires) * 86_400_000)
    return `pam_unix(sshd:account): account ${account.name} has expired (account expired)`;
  const isShut = ['/run/nologin', '/etc/nologin'].some((path) => machine.files.exists(root, path));
  return isShut && account.uid !== 0
    ? `fatal: Access denied for user ${account.name} by PAM account configuration [preauth]`
    : undefined;
}

/** `dev*` or `alice@10.0.0.1`, whose address is left aside. */
function matches(pattern: string, name: string): boolean {
  const [user = ''] = pattern.split('@');
  return new RegExp(
    `^${user
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(name);
}

function hasPassword(machine: Machine, account: Account, password: string): boolean {
  const kept = Buffer.from(shadowOf(machine, account)[1] ?? '');
  const given = Buffer.from(passwordDigest(password));
  return kept.length === given.length && timingSafeEqual(kept, given);
}

function shadowOf(machine: Machine, account: Account): readonly string[] {
  const lines = readText(machine.files, '/etc/shadow').split('\n');
  return lines.find((each) => each.startsWith(`${account.name}:`))?.split(':') ?? [];
}
