import { configOf, matchNote, whyNoConfig } from '../config-of.ts';
import { notTold, type Question } from '../question.ts';

/** Not what stands in the way; but whoever reaches the port may guess. */
export const passwordLogIn: Question = {
  id: 'password-log-in',
  title: 'log-ins by password',
  find(reading) {
    const unread = whyNoConfig(reading);
    const value = configOf(reading, 'passwordauthentication');
    if (unread !== undefined || value === '')
      return notTold('Whether sshd takes passwords is not known', unread ?? '`sshd -T` did not tell.');
    if (value === 'no') return { status: 'ok', summary: 'sshd takes no passwords: a key is needed' };
    return {
      status: 'warning',
      summary: 'sshd takes passwords',
      because: `Whoever reaches the port can try them: a key and \`PasswordAuthentication no\` are safer.${matchNote(reading)}`,
    };
  },
};
