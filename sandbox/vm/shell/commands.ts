import type { GuestCommand } from './command.ts';
import { filesOfTheShell } from './commands/denials.ts';
import { endlessCommands } from './commands/endless.ts';
import { fileStatusCommands } from './commands/file-status.ts';
import { identityCommands } from './commands/identity.ts';
import { installCommands } from './commands/install.ts';
import { journalCommands } from './commands/journalctl.ts';
import { listFilesCommands } from './commands/list-files.ts';
import { listenerCommands } from './commands/listeners.ts';
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
  ...endlessCommands,
  ...fileStatusCommands,
  ...identityCommands,
  ...installCommands,
  ...listFilesCommands,
  ...journalCommands,
  ...listenerCommands,
  ...ownershipCommands,
  ...processCommands,
  ...serviceCommands,
  ...sshKeygenCommands,
  ...sudoCommands,
  ...systemCommands,
  ...timeLimitCommands,
];
