import ssh2 from 'ssh2';
import { readText } from '../accounts.ts';
import type { FileSystem } from '../files/file-system.ts';
import { root } from '../files/node.ts';

/** A host key as sshd holds it in memory, whatever becomes of its file. */
export interface HostKey {
  readonly path: string;
  readonly privateKey: string;
  /** `ssh-ed25519 AAAA... root@host` */
  readonly publicKeyLine: string;
}

/** The keys that are there and that sshd takes: a private key that others may read is none. */
export function loadHostKeys(files: FileSystem, paths: readonly string[]): readonly HostKey[] {
  return paths.flatMap((path) => {
    if (!files.exists(root, path) || (files.status(root, path, true).mode & 0o077) !== 0) return [];
    const privateKey = readText(files, path);
    const key = ssh2.utils.parseKey(privateKey);
    if (key instanceof Error || !key.isPrivateKey()) return [];
    const publicKeyLine = `${key.type} ${key.getPublicSSH().toString('base64')} ${key.comment}`.trimEnd();
    return [{ path, privateKey, publicKeyLine }];
  });
}
