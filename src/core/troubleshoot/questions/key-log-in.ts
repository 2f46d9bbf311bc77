import { code } from '../../text/escape.ts';
import { configOf, matchNote, whyNoConfig } from '../config-of.ts';
import { notTold, type Question } from '../question.ts';
import { reload } from '../service-name.ts';

/** Whether sshd takes keys at all, and whether a key is enough. */
export const keyLogIn: Question = {
  id: 'key-log-in',
  title: 'log-ins by key',
  find(reading) {
    const unread = whyNoConfig(reading);
    if (unread !== undefined) return notTold('Whether sshd takes keys is not known', unread);
    const option = (name: string) => configOf(reading, name);
    const edit = (name: string, value: string) =>
      `sudo grep -rniE '^[[:space:]]*${name}' /etc/ssh/sshd_config /etc/ssh/sshd_config.d\n` +
      `sudo sed -i -E 's/^[[:space:]]*${name}[[:space:]].*/${name} ${value}/I' /etc/ssh/sshd_config\n${reload(reading)}`;
    if (option('pubkeyauthentication') === 'no')
      return {
        status: 'problem',
        summary: 'sshd takes no keys',
        because: `\`PubkeyAuthentication\` is \`no\`.${matchNote(reading)}`,
        mend: edit('PubkeyAuthentication', 'yes'),
      };
    const given = (name: string) => !['', 'none'].includes(option(name));
    if (option('authorizedkeysfile') === 'none' && !given('authorizedkeyscommand') && !given('trustedusercakeys'))
      return {
        status: 'problem',
        summary: 'sshd looks for keys nowhere',
        because: `\`AuthorizedKeysFile\` is \`none\`, and nothing takes its place.${matchNote(reading)}`,
        mend: edit('AuthorizedKeysFile', '.ssh\\/authorized_keys'),
      };
    const methods = option('authenticationmethods');
    if (!['', 'any'].includes(methods) && !methods.split(' ').includes('publickey'))
      return {
        status: 'warning',
        summary: 'A key alone is not enough',
        because: `\`AuthenticationMethods\` asks for ${code(methods)}.${matchNote(reading)}`,
      };
    const where = [option('authorizedkeysfile'), given('authorizedkeyscommand') ? 'a command' : '']
      .filter((each) => !['', 'none'].includes(each))
      .map((each) => (each === 'a command' ? each : code(each)));
    return {
      status: 'ok',
      summary: 'sshd takes keys',
      ...(where.length > 0 && { because: `It looks for them in ${where.join(' and by ')}.${matchNote(reading)}` }),
    };
  },
};
