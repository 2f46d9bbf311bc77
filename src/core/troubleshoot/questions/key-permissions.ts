import { code } from '../../text/escape.ts';
import { shellWord } from '../../text/shell-word.ts';
import { accountOf, isNoAccount, withoutAccount } from '../account-of.ts';
import { configOf } from '../config-of.ts';
import { type KeyPath, keyPaths } from '../key-paths.ts';
import { notTold, type Question } from '../question.ts';

/** sshd ignores keys that somebody else could have changed, and those that the user cannot read. man 5 sshd_config, StrictModes */
export const keyPermissions: Question = {
  id: 'key-permissions',
  title: 'the permissions of the keys',
  find(reading, { user }) {
    const paths = keyPaths(reading);
    const home = paths.find(({ role }) => role === 'home');
    if (home === undefined)
      return isNoAccount(reading)
        ? withoutAccount
        : notTold('The permissions of the keys are not known', 'The home of the account was not told.');
    if (home.found === undefined)
      return {
        status: 'problem',
        summary: `The home of ${code(user)} is not there`,
        because: `${code(home.path)} does not exist, so that there are no keys in it.`,
        mend: `sudo mkhomedir_helper ${shellWord(user)}`,
      };
    if (configOf(reading, 'strictmodes') === 'no')
      return { status: 'ok', summary: 'sshd does not look at the permissions of the keys (`StrictModes no`)' };
    const owners = accountOf(reading)?.uid === 0 ? ['root'] : [user, 'root'];
    const wrong = paths.flatMap((each) => faultOf(each, user, owners));
    if (wrong.length === 0)
      return { status: 'ok', summary: 'Home, folder and file of the keys have the right permissions' };
    return {
      status: 'problem',
      summary: 'sshd ignores the keys: their permissions are wrong',
      because: wrong.map(({ words }) => words).join(' '),
      mend: wrong.map(({ mend }) => mend).join('\n'),
    };
  },
};

function faultOf(
  { path, role, found }: KeyPath,
  user: string,
  owners: readonly string[],
): { words: string; mend: string }[] {
  if (found === undefined) return [];
  const { mode, owner } = found;
  const octal = mode.toString(8);
  const where = shellWord(path);
  const right = { home: '755', folder: '700', keys: '600' }[role];
  const isOthers = !owners.includes(owner);
  const isOpen = (mode & 0o022) !== 0;
  if (isOthers || isOpen) {
    const why = [
      ...(isOthers ? [`belongs to ${code(owner)}`] : []),
      ...(isOpen ? [`can be written by others (${code(octal)})`] : []),
    ];
    const own = isOthers ? [`sudo chown ${shellWord(user)}: ${where}`] : [];
    // Of a home only what is too much is taken away: others may look into it on purpose.
    const shut = role === 'home' ? (isOpen ? [`sudo chmod go-w ${where}`] : []) : [`sudo chmod ${right} ${where}`];
    return [{ words: `${code(path)} ${why.join(' and ')}.`, mend: [...own, ...shut].join('\n') }];
  }
  // The file is opened with the rights of the user.
  const needed = role === 'keys' ? 0o4 : 0o1;
  const granted = owner === user ? mode >> 6 : mode;
  if (user === 'root' || (granted & needed) !== 0) return [];
  const words = `${code(path)} cannot be ${role === 'keys' ? 'read' : 'entered'} by ${code(user)} (${code(octal)}, of ${code(owner)}).`;
  return [{ words, mend: `sudo chown ${shellWord(user)}: ${where}\nsudo chmod ${right} ${where}` }];
}
