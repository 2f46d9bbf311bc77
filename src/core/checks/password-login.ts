import type { Check } from './check.ts';
import { skipped } from './sentences.ts';

/** The article advises against passwords; sshd's own settings may differ from what Azure was told at creation. */
export const passwordLogin: Check = {
  id: 'password-login',
  title: 'Password log-in is off',
  evaluate({ facts: { vm } }) {
    if (vm.os === 'Windows') return skipped('The VM runs Windows.');
    switch (vm.passwordLogin) {
      case 'off':
        return { status: 'pass', summary: 'Password log-in was turned off at creation' };
      case 'on':
        return {
          status: 'warn',
          summary: 'Password log-in is on',
          because: 'The VM was created with it; passwords are guessed, keys are not.',
          todo: 'Log in with a key, set `PasswordAuthentication no` in sshd_config, and restart sshd.',
        };
      case 'unknown':
        return {
          status: 'unknown',
          summary: 'Azure does not know whether password log-in is on',
          because: 'Azure has no log-in settings of this VM, as of every VM made from an existing disk.',
          todo: 'On the VM, `sudo sshd -T | grep passwordauthentication` tells.',
        };
    }
  },
};
