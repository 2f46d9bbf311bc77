import { posix } from 'node:path';
import type { FileEntry } from 'ssh2';
import type { Account } from '../../accounts.ts';
import type { FileStatus } from '../../files/file-system.ts';
import type { Machine } from '../../machine.ts';
import { modeText, ownersOf, timeText } from '../../shell/commands/list-files.ts';
import { attributesOf } from './attributes.ts';

/** All that is in a folder, `.` and `..` first. @throws FileError */
export function folderEntries(machine: Machine, account: Account, folder: string): FileEntry[] {
  const { files } = machine;
  const names = ['.', '..', ...files.list(account, folder).map((entry) => entry.name)];
  const accounts = machine.accounts();
  return names.map((name) => {
    const status = files.status(account, posix.join(folder, name), false);
    const { owner, group } = ownersOf(status, accounts);
    return { filename: name, longname: longName(name, status, owner, group), attrs: attributesOf(status) };
  });
}

/** A line as `ls -l` writes it. */
function longName(name: string, status: FileStatus, owner: string, group: string): string {
  const links = status.kind === 'directory' ? 2 : 1;
  const columns = [String(links).padStart(3), owner.padEnd(8), group.padEnd(8), String(status.size).padStart(8)];
  return `${modeText(status)} ${columns.join(' ')} ${timeText(status.mtimeMs)} ${name}`;
}
