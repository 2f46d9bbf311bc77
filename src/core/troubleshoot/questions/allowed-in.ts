import { code } from '../../text/escape.ts';
import { shellWord } from '../../text/shell-word.ts';
import { isNoAccount, withoutAccount } from '../account-of.ts';
import { configOf, matchNote, whyNoConfig } from '../config-of.ts';
import type { Reading } from '../parse-reading.ts';
import { type Asked, type Finding, notTold, type Question } from '../question.ts';
import { reload } from '../service-name.ts';
import { isListed, type Listed } from '../user-lists.ts';

interface List {
  readonly option: 'DenyUsers' | 'AllowUsers' | 'DenyGroups' | 'AllowGroups';
  readonly allows: boolean;
  readonly ofGroups: boolean;
}

/** In the order in which sshd looks at them. man 5 sshd_config */
const lists: readonly List[] = [
  { option: 'DenyUsers', allows: false, ofGroups: false },
  { option: 'AllowUsers', allows: true, ofGroups: false },
  { option: 'DenyGroups', allows: false, ofGroups: true },
  { option: 'AllowGroups', allows: true, ofGroups: true },
];

/** Whether sshd lets this user in at all: its lists of users and groups, and what it says of root. */
export const allowedIn: Question = {
  id: 'allowed-in',
  title: 'who may log in',
  find(reading, asked) {
    const { user } = asked;
    if (isNoAccount(reading)) return withoutAccount;
    const unread = whyNoConfig(reading);
    if (unread !== undefined) return notTold(`Whether sshd lets ${code(user)} in is not known`, unread);
    const found = lists.map((list) => byList(list, reading, asked)).find((finding) => finding !== undefined);
    const note = matchNote(reading).trim();
    return (
      found ??
      byRoot(reading, user) ?? {
        status: 'ok',
        summary: `sshd lets ${code(user)} in`,
        ...(note !== '' && { because: note }),
      }
    );
  },
};

function byList(list: List, reading: Reading, asked: Asked): Finding | undefined {
  const names = configOf(reading, list.option.toLowerCase());
  if (names === '') return undefined;
  const groups = reading.words('groups');
  if (list.ofGroups && groups === undefined)
    return notTold(
      `Whether sshd lets ${code(asked.user)} in is not known`,
      `${code(list.option)} decides by groups, and those of the account were not told.`,
    );
  const listed: Listed = isListed(names, list.ofGroups ? (groups ?? []) : [asked.user], asked.address);
  if (listed === 'unknown')
    return notTold(
      `Whether sshd lets ${code(asked.user)} in is not certain`,
      `${code(list.option)} is ${code(names)}: it is cut here, or it depends on where you come from.`,
    );
  if ((listed === 'yes') === list.allows) return undefined;
  const who = list.ofGroups ? 'a group of this account' : 'this account';
  return {
    status: 'problem',
    summary: `sshd does not let ${code(asked.user)} in`,
    because: `${code(list.option)} is ${code(names)}, which has ${list.allows ? `not ${who}` : who} in it.${matchNote(reading)}`,
    mend: mendOf(list, names, asked.user, reading),
  };
}

function mendOf(list: List, names: string, user: string, reading: Reading): string {
  const [first = ''] = names.split(' ');
  if (list.option === 'AllowGroups' && /^[\w.-]+$/.test(first))
    return `sudo usermod -aG ${shellWord(first)} ${shellWord(user)}`;
  const files = '/etc/ssh/sshd_config /etc/ssh/sshd_config.d';
  const look = `sudo grep -rniE '^[[:space:]]*${list.option}' ${files}`;
  if (list.option !== 'AllowUsers') return `${look}\n${reload(reading)}`;
  const edit = `s/^[[:space:]]*AllowUsers[[:space:]].*/& ${user.replaceAll('\\', '\\\\')}/I`;
  return `sudo sed -i -E ${shellWord(edit)} /etc/ssh/sshd_config\n${reload(reading)}`;
}

function byRoot(reading: Reading, user: string): Finding | undefined {
  const value = configOf(reading, 'permitrootlogin');
  if (user !== 'root' || ['yes', 'prohibit-password', 'without-password', ''].includes(value)) return undefined;
  return {
    status: 'problem',
    summary: 'sshd does not let `root` in',
    because: `\`PermitRootLogin\` is ${code(value)}. Log in as somebody else and use \`sudo\`.`,
  };
}
