import { code, inert } from '../../text/escape.ts';
import { shellWord } from '../../text/shell-word.ts';
import { lacksItsFolder } from '../config-of.ts';
import { notTold, type Question } from '../question.ts';
import { reload } from '../service-name.ts';

/** Whether sshd would start with its configuration: `sshd -t` says so, and in which line it would not. */
export const sshdConfig: Question = {
  id: 'sshd-config',
  title: 'its configuration',
  find(reading) {
    const status = reading.one('test');
    const says = reading.one('testsays') ?? '';
    if (status === undefined)
      return notTold(
        'Whether the configuration of sshd is valid is not known',
        reading.lacks('sshd') ? 'No `sshd` was found there.' : '`sshd -t` did not answer.',
      );
    if (status === '0')
      return {
        status: 'ok',
        summary: 'The configuration of sshd is valid',
        ...(says !== '' && { because: `It remarks: ${inert(says)}` }),
      };
    if (lacksItsFolder(reading))
      return notTold(
        'Whether the configuration of sshd is valid is not known',
        '`sshd -t` does not look while its folder `/run/sshd` is missing: starting sshd makes it.',
      );
    return {
      status: 'problem',
      summary: 'The configuration of sshd is not valid: it does not start with it',
      because: says === '' ? `\`sshd -t\` ended with ${code(status)} and said nothing.` : `It says: ${inert(says)}`,
      mend: mendOf(says, reload(reading)),
    };
  },
};

function mendOf(says: string, reloading: string): string {
  if (/no hostkeys available/i.test(says)) return `sudo ssh-keygen -A\n${reloading}`;
  const [, file, line] = /(\/\S+?):? line (\d+): Bad configuration option/i.exec(says) ?? [];
  if (file === undefined || line === undefined) return 'sudo sshd -t';
  return `sudo sed -i '${line}s/^/# /' ${shellWord(file)}\n${reloading}`;
}
