import { code } from '../../text/escape.ts';
import { shellWord } from '../../text/shell-word.ts';
import { accountOf, isNoAccount } from '../account-of.ts';
import { notTold, type Question } from '../question.ts';

/** Whether there is such an account, with a shell that a session can have. */
export const account: Question = {
  id: 'account',
  title: 'the account',
  find(reading, { user }) {
    if (isNoAccount(reading))
      return {
        status: 'problem',
        summary: `There is no account ${code(user)}`,
        because: 'sshd asks for a key all the same, and refuses every one.',
        mend: `sudo useradd --create-home --shell /bin/bash ${shellWord(user)}`,
      };
    const found = accountOf(reading);
    if (found === undefined)
      return notTold(`Whether there is an account ${code(user)} is not known`, 'The list of accounts did not tell.');
    const bash = `sudo usermod --shell /bin/bash ${shellWord(user)}`;
    if (/\/(nologin|false)$/.test(found.shell))
      return {
        status: 'problem',
        summary: `${code(user)} may not have a session`,
        because: `Its shell is ${code(found.shell)}, which ends at once.`,
        mend: bash,
      };
    if (!found.shellRuns)
      return {
        status: 'problem',
        summary: `The shell of ${code(user)} cannot be run`,
        because: `${code(found.shell)} is not there, or not a program.`,
        mend: bash,
      };
    return { status: 'ok', summary: `${code(user)} has an account, with ${code(found.shell || '/bin/sh')}` };
  },
};
