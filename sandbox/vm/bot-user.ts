import { derivedUserKey } from '../keys/derive-key.ts';
import type { PlannedUser } from './guest-plan.ts';

const name = 'drawbridge';

/** The account that whoever runs the bot has made for it on the VMs, as they would do it with cloud-init. */
export function botUser(): PlannedUser {
  const keys = [derivedUserKey(name).publicKeyLine];
  return { name, uid: 990, keys, password: undefined, shell: '/bin/bash', sudo: true };
}

/** As whom, and with what, the bot logs in. */
export function botLogin(): { readonly user: string; readonly privateKey: string } {
  return { user: name, privateKey: derivedUserKey(name).privateKeyOpenSsh };
}
