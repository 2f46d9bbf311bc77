import { adminRules } from './admin-rules.ts';
import type { Check } from './check.ts';
import { hasPublicIp } from './has-public-ip.ts';
import { nsgExists } from './nsg-exists.ts';
import { passwordLogin } from './password-login.ts';
import { portOpenToCaller } from './port-open-to-caller.ts';
import { sshAnswers } from './ssh-answers.ts';
import { sshKey } from './ssh-key.ts';
import { vmAgent } from './vm-agent.ts';
import { vmIsLinux } from './vm-is-linux.ts';
import { vmRunning } from './vm-running.ts';

/** Every check, in the order in which a report shows them. */
export const allChecks: readonly Check[] = [
  vmIsLinux,
  vmRunning,
  hasPublicIp,
  nsgExists,
  portOpenToCaller,
  adminRules,
  sshKey,
  passwordLogin,
  vmAgent,
  sshAnswers,
];
