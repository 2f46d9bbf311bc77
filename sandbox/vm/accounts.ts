import type { FileSystem } from './files/file-system.ts';
import { type Actor, root } from './files/node.ts';

/** A user of a guest as /etc/passwd and /etc/group have it at this moment. */
export interface Account extends Actor {
  readonly name: string;
  readonly gid: number;
  readonly groups: readonly { readonly name: string; readonly gid: number }[];
  readonly home: string;
  readonly shell: string;
}

export const rootAccount: Account = {
  ...root,
  name: 'root',
  gid: 0,
  groups: [{ name: 'root', gid: 0 }],
  home: '/root',
  shell: '/bin/bash',
};

export function readAccounts(files: FileSystem): readonly Account[] {
  const groups = linesOf(files, '/etc/group').map(([name = '', , gid = '', members = '']) => ({
    name,
    gid: Number(gid),
    members: members.split(','),
  }));
  return linesOf(files, '/etc/passwd').map(([name = '', , uid = '', gid = '', , home = '/', shell = '/bin/sh']) => {
    const primary = groups.filter((group) => group.gid === Number(gid));
    const others = groups.filter((group) => group.gid !== Number(gid) && group.members.includes(name));
    const mine = [...primary, ...others].map((group) => ({ name: group.name, gid: group.gid }));
    return {
      name,
      uid: Number(uid),
      gid: Number(gid),
      gids: [Number(gid), ...others.map((group) => group.gid)],
      groups: mine,
      home,
      shell,
    };
  });
}

export function findAccount(files: FileSystem, name: string): Account | undefined {
  return readAccounts(files).find((account) => account.name === name);
}

/** Whether sudo lets the user become root: members of the group sudo, as on Azure's Ubuntu images, without a password. */
export function maySudo(account: Account): boolean {
  return account.uid === 0 || account.groups.some((group) => group.name === 'sudo');
}

export function readText(files: FileSystem, path: string): string {
  return files.exists(root, path) ? Buffer.from(files.read(root, path)).toString('utf8') : '';
}

function linesOf(files: FileSystem, path: string): string[][] {
  return readText(files, path)
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => line.split(':'));
}
