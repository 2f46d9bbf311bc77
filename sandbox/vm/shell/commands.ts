import type { GuestCommand } from './command.ts';
import { identityCommands } from './commands/identity.ts';
import { sshKeygenCommands } from './commands/ssh-keygen.ts';

/** Every program that the guests have beyond the shell's own. */
export const guestCommands: readonly GuestCommand[] = [...identityCommands, ...sshKeygenCommands];
