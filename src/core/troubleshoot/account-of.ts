import type { Reading } from './parse-reading.ts';
import type { Finding } from './question.ts';

export interface Account {
  readonly uid: number;
  readonly shell: string;
  /** Whether the shell is there and can be run. */
  readonly shellRuns: boolean;
  readonly home: string;
}

/** Whether it is certain that there is none. */
export function isNoAccount(reading: Reading): boolean {
  return reading.one('account') === 'none';
}

/** For what is about an account, where there is none. */
export const withoutAccount: Finding = { status: 'not-asked', summary: 'What belongs to an account: there is none' };

/** The account that is asked for; undefined where it was not told, or is not there. */
export function accountOf(reading: Reading): Account | undefined {
  const [, uid = '', runs = '', shell = '', home = ''] =
    /^(\d+) (yes|no) (\S+) (.*)$/.exec(reading.one('account') ?? '') ?? [];
  if (uid === '') return undefined;
  return { uid: Number(uid), shellRuns: runs === 'yes', shell: shell === '-' ? '' : shell, home };
}
