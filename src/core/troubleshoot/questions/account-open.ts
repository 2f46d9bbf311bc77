import { code } from '../../text/escape.ts';
import { isoSecond } from '../../text/iso-time.ts';
import { shellWord } from '../../text/shell-word.ts';
import { isNoAccount, withoutAccount } from '../account-of.ts';
import { configOf } from '../config-of.ts';
import type { Reading } from '../parse-reading.ts';
import { type Asked, type Finding, notTold, type Question } from '../question.ts';

const dayMs = 86_400_000;

/** Whether the account is locked or has expired, and whether its password must be changed first. man 5 shadow */
export const accountOpen: Question = {
  id: 'account-open',
  title: 'locks and expiry',
  find(reading, asked) {
    const { user, endedAtMs } = asked;
    if (isNoAccount(reading)) return withoutAccount;
    const shadow = reading.one('shadow')?.split(':');
    if (shadow === undefined) return byPasswd(reading, asked);
    const [kind = '', changed, , most, , grace, expires] = shadow;
    const nowS = Number(reading.one('now') ?? endedAtMs / 1000);
    const today = Math.floor((nowS * 1000) / dayMs);
    const expiresOn = dayOf(expires);
    if (expiresOn !== undefined && today >= expiresOn)
      return {
        status: 'problem',
        summary: `The account ${code(user)} has expired`,
        because: `It was valid until ${dateOf(expiresOn)}: no key and no password helps.`,
        mend: `sudo chage -E -1 ${shellWord(user)}`,
      };
    return (
      passwordTooOld(today, dayOf(changed), dayOf(most), dayOf(grace), user) ??
      locked(reading, kind, user) ??
      open(user, kind)
    );
  },
};

function passwordTooOld(
  today: number,
  changed: number | undefined,
  most: number | undefined,
  grace: number | undefined,
  user: string,
): Finding | undefined {
  if (changed === undefined) return undefined;
  const mend = `sudo chage -d "$(date +%F)" ${shellWord(user)}`;
  if (changed === 0)
    return {
      status: 'problem',
      summary: `The password of ${code(user)} must be changed before anything else`,
      because: 'sshd asks for that after the key, too, and who has no password cannot.',
      mend,
    };
  if (most === undefined || today <= changed + most) return undefined;
  const isShut = grace !== undefined && today > changed + most + grace;
  return {
    status: 'problem',
    summary: isShut
      ? `The account ${code(user)} is shut: its password is too old`
      : `The password of ${code(user)} is too old`,
    because: `It was set on ${dateOf(changed)} and is good for ${most} days. sshd minds that after the key, too.`,
    mend,
  };
}

/** A lock is on the password. PAM does not mind it where a key is shown; sshd by itself does. */
function locked(reading: Reading, kind: string, user: string): Finding | undefined {
  if (kind !== 'locked') return undefined;
  const pam = configOf(reading, 'usepam');
  const keyless = configOf(reading, 'pubkeyauthentication') === 'no';
  if (pam === 'yes' && !keyless)
    return {
      status: 'ok',
      summary: `The password of ${code(user)} is locked, which a key does not mind`,
      because: 'That is how Azure makes accounts that log in with a key.',
    };
  const summary = `The account ${code(user)} is locked`;
  if (pam === 'yes')
    return {
      status: 'problem',
      summary,
      because: 'Its password does not count, and keys are refused here.',
      mend: `sudo passwd ${shellWord(user)}`,
    };
  if (pam === '')
    return notTold(`${summary}; whether sshd minds that is not known`, '`sshd -T` did not tell of `UsePAM`.');
  return {
    status: 'problem',
    summary,
    because: 'Without PAM sshd lets nobody in whose password is locked, whatever the key.',
    // No password at all is no lock.
    mend: `sudo usermod -p '*' ${shellWord(user)}`,
  };
}

function open(user: string, kind: string): Finding {
  const password = { empty: 'has an empty password', none: 'has no password', set: 'has a password' }[kind];
  return {
    status: 'ok',
    summary: `The account ${code(user)} is neither locked nor expired`,
    ...(password !== undefined && { because: `It ${password}.` }),
  };
}

/** Of `passwd -S` only the lock can be told. */
function byPasswd(reading: Reading, { user }: Asked): Finding {
  const state = reading.words('passwd')?.[1];
  const isLocked = state === 'L' || state === 'LK';
  const found = isLocked ? locked(reading, 'locked', user) : undefined;
  if (found?.status === 'problem') return found;
  const because = state === undefined ? 'Nothing told.' : 'Only `passwd -S` told, and not when it expires.';
  return notTold(`Whether the account ${code(user)} has expired is not known`, because);
}

/** A field of days; empty or negative: none. */
function dayOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : undefined;
}

function dateOf(day: number): string {
  return isoSecond(day * dayMs).slice(0, 10);
}
