import type { GuestCommand } from './command.ts';
import { accountAdminCommands } from './commands/account-admin.ts';
import { compareCommands } from './commands/compare.ts';
import { filesOfTheShell } from './commands/denials.ts';
import { diskCommands } from './commands/disks.ts';
import { endlessCommands } from './commands/endless.ts';
import { fail2banCommands } from './commands/fail2ban.ts';
import { fileStatusCommands } from './commands/file-status.ts';
import { findCommands } from './commands/find.ts';
import { firewallCommands } from './commands/firewalls.ts';
import { identityCommands } from './commands/identity.ts';
import { installCommands } from './commands/install.ts';
import { journalCommands } from './commands/journalctl.ts';
import { kernelLogCommands } from './commands/kernel-log.ts';
import { listFilesCommands } from './commands/list-files.ts';
import { listenerCommands } from './commands/listeners.ts';
import { octalDumpCommands } from './commands/octal-dump.ts';
import { ownershipCommands } from './commands/ownership.ts';
import { processCommands } from './commands/processes.ts';
import { serviceCommands } from './commands/services.ts';
import { sshKeygenCommands } from './commands/ssh-keygen.ts';
import { sudoCommands } from './commands/sudo.ts';
import { systemCommands } from './commands/system.ts';
import { timeLimitCommands } from './commands/time-limit.ts';

/** Every program that the guests have beyond the shell's own, or instead of them. */
export const guestCommands: readonly GuestCommand[] = [
  ...filesOfTheShell,
  ...kernelLogCommands,
  ...firewallCommands,
  ...findCommands,
  ...fail2banCommands,
  ...diskCommands,
  ...compareCommands,
  ...accountAdminCommands,
  ...endlessCommands,
  ...fileStatusCommands,
  ...identityCommands,
  ...installCommands,
  ...listFilesCommands,
  ...journalCommands,
  ...listenerCommands,
  ...octalDumpCommands,
  ...ownershipCommands,
  ...processCommands,
  ...serviceCommands,
  ...sshKeygenCommands,
  ...sudoCommands,
  ...systemCommands,
  ...timeLimitCommands,
];
