import { code } from '../../text/escape.ts';
import { shellWord } from '../../text/shell-word.ts';
import { notTold, type Question } from '../question.ts';

/** While this file is there, nobody but root logs in. man 5 nologin */
export const noLogins: Question = {
  id: 'no-logins',
  title: 'log-ins at all',
  find(reading, { user }) {
    const told = reading.one('nologin');
    if (told === undefined) return notTold('Whether log-ins are barred is not known', 'The reading does not tell.');
    if (told === 'no') return { status: 'ok', summary: 'Log-ins are not barred' };
    const [path = '', ...text] = told.split(' ');
    const says = text.length === 0 ? '' : ` It says: ${code(text.join(' '))}.`;
    const systemd = path.startsWith('/run') ? ' systemd puts it there while it starts and stops the machine.' : '';
    return {
      status: user === 'root' ? 'warning' : 'problem',
      summary: user === 'root' ? 'Nobody but root may log in' : 'Nobody but root may log in at the moment',
      because: `The file ${code(path)} is there.${says}${systemd}`,
      mend: `sudo rm ${shellWord(path)}`,
    };
  },
};
