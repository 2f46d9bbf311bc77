import type { Question } from './question.ts';
import { account } from './questions/account.ts';
import { accountOpen } from './questions/account-open.ts';
import { allowedIn } from './questions/allowed-in.ts';
import { bans } from './questions/bans.ts';
import { bootState } from './questions/boot-state.ts';
import { clock } from './questions/clock.ts';
import { diskSpace } from './questions/disk-space.ts';
import { hostFirewall } from './questions/host-firewall.ts';
import { hostKeys } from './questions/host-keys.ts';
import { keyLogIn } from './questions/key-log-in.ts';
import { keyPermissions } from './questions/key-permissions.ts';
import { keyPresent } from './questions/key-present.ts';
import { memory } from './questions/memory.ts';
import { noLogins } from './questions/no-logins.ts';
import { passwordLogIn } from './questions/password-log-in.ts';
import { selinux } from './questions/selinux.ts';
import { sshdConfig } from './questions/sshd-config.ts';
import { sshdListening } from './questions/sshd-listening.ts';
import { sshdRunning } from './questions/sshd-running.ts';

/**
 * What is asked about the inside of a VM, in the order in which a connection meets it: the machine, its server, its
 * firewall, the account and its keys.
 * https://learn.microsoft.com/troubleshoot/azure/virtual-machines/linux/detailed-troubleshoot-ssh-connection
 */
export const allQuestions: readonly Question[] = [
  bootState,
  sshdRunning,
  sshdConfig,
  sshdListening,
  hostKeys,
  hostFirewall,
  bans,
  noLogins,
  account,
  accountOpen,
  allowedIn,
  keyLogIn,
  keyPermissions,
  keyPresent,
  selinux,
  passwordLogIn,
  diskSpace,
  memory,
  clock,
];
