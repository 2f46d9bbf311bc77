import type { Reading } from './parse-reading.ts';

export interface Account {
  readonly uid: number;
  readonly shell: string;
  /** Whether the shell is there and can be run. */
  readonly shellRuns: boolean;
  readonly home: string;
}

/** The account that is asked for; undefined where it was not told, or is not there. */
export function accountOf(reading: Reading): Account | undefined {
  const [, uid = '', runs = '', shell = '', home = ''] =
    /^(\d+) (yes|no) (\S+) (.*)$/.exec(reading.one('account') ?? '') ?? [];
  if (uid === '') return undefined;
  return { uid: Number(uid), shellRuns: runs === 'yes', shell: shell === '-' ? '' : shell, home };
}
