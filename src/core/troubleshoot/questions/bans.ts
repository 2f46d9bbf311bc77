import { code } from '../../text/escape.ts';
import { shellWord } from '../../text/shell-word.ts';
import { notTold, type Question } from '../question.ts';

/** fail2ban keeps an address out for a while after failed log-ins: often that of the person who asks. */
export const bans: Question = {
  id: 'bans',
  title: 'bans',
  find(reading, { address }) {
    if (reading.lacks('fail2ban-client')) return { status: 'not-asked', summary: 'fail2ban is not installed' };
    const state = reading.one('bans');
    if (state === 'stopped') return { status: 'ok', summary: 'fail2ban does not run, and bans nobody' };
    if (state !== 'running') return notTold('Whether fail2ban bans you is not known', 'It did not answer.');
    const [jail] = reading.all('banned');
    if (jail !== undefined && address !== undefined)
      return {
        status: 'problem',
        summary: `fail2ban has banned ${code(address)}`,
        because: `It is in the jail ${code(jail)}: too many log-ins from there failed.`,
        mend: `sudo fail2ban-client set ${shellWord(jail)} unbanip ${shellWord(address)}`,
      };
    const jails = reading.all('jail');
    const banned = jails.map((each) => Number(each.split(' ')[1] ?? Number.NaN));
    const count = banned.reduce((sum, each) => sum + each, 0);
    if (!reading.isWhole || Number.isNaN(count))
      return notTold('Whether fail2ban bans you is not known', 'It did not tell whom it bans.');
    if (count === 0) return { status: 'ok', summary: 'fail2ban bans nobody from SSH' };
    const words = count === 1 ? 'one address' : `${count} addresses`;
    if (address === undefined)
      return notTold(
        `fail2ban bans ${words} from SSH; whether yours is among them is not known`,
        'The bot knows no single address of yours: `/vm my-ip` tells it one.',
      );
    return { status: 'ok', summary: `fail2ban bans ${words} from SSH, and not ${code(address)}` };
  },
};
