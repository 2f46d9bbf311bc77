import { code } from '../../text/escape.ts';
import { shellWord } from '../../text/shell-word.ts';
import { accountOf } from '../account-of.ts';
import { notTold, type Question } from '../question.ts';

/** Where SELinux enforces its rules, sshd reads keys only from files with the right label. */
export const selinux: Question = {
  id: 'selinux',
  title: 'SELinux',
  find(reading) {
    if (reading.lacks('getenforce')) return { status: 'not-asked', summary: 'SELinux is not installed' };
    const mode = reading.one('selinux');
    if (mode === undefined || mode === '')
      return notTold('Whether SELinux is at work is not known', '`getenforce` did not answer.');
    if (mode !== 'Enforcing')
      return { status: 'ok', summary: `SELinux is ${mode.toLowerCase()}: it keeps nothing out` };
    const relabel = reading.one('relabel');
    if (relabel === undefined)
      return notTold(
        'Whether SELinux lets sshd read the keys is not known',
        'It is enforcing, and `restorecon` or the folder of the keys is not there.',
      );
    if (relabel === '') return { status: 'ok', summary: 'SELinux is enforcing, and the labels of the keys are right' };
    const home = accountOf(reading)?.home ?? '~';
    return {
      status: 'problem',
      summary: 'SELinux keeps sshd from reading the keys: their labels are wrong',
      because: `${code(relabel)}.`,
      mend: `sudo restorecon -R -v ${shellWord(`${home}/.ssh`)}`,
    };
  },
};
