import { code } from '../../text/escape.ts';
import { shellWord } from '../../text/shell-word.ts';
import { notTold, type Question } from '../question.ts';

/** https://www.freedesktop.org/software/systemd/man/latest/systemctl.html#is-system-running */
export const bootState: Question = {
  id: 'boot-state',
  title: 'how it came up',
  find(reading) {
    const state = reading.one('boot');
    // Some versions put a bullet in front.
    const failed = (reading.words('failed') ?? []).filter((word) => /\.\w+$/.test(word));
    switch (state) {
      case 'running':
        return { status: 'ok', summary: 'The machine has come up' };
      case 'degraded': {
        const [first] = failed;
        return {
          status: 'warning',
          summary: 'The machine has come up, but not all of it',
          because: first === undefined ? 'systemd calls it degraded.' : `These failed: ${failed.map(code).join(', ')}.`,
          mend:
            first === undefined
              ? 'systemctl --failed'
              : `sudo systemctl restart ${shellWord(first)} && systemctl status ${shellWord(first)}`,
        };
      }
      case 'initializing':
      case 'starting':
        return {
          status: 'warning',
          summary: 'The machine is still coming up',
          because: 'Services that are not there yet may come: look again in a minute.',
          mend: 'systemctl list-jobs',
        };
      case 'maintenance':
        return {
          status: 'problem',
          summary: 'The machine is in rescue or emergency mode',
          because: 'Little is started there, and sshd mostly not. Often a disk in `/etc/fstab` is missing or damaged.',
          mend: 'sudo journalctl -xb -p err\nsudo systemctl default',
        };
      case 'stopping':
        return { status: 'problem', summary: 'The machine is going down', because: 'Start it again once it is off.' };
      default:
        return notTold(
          'How the machine came up is not known',
          reading.lacks('systemctl') ? 'systemd is not installed there.' : 'systemd did not tell.',
        );
    }
  },
};
