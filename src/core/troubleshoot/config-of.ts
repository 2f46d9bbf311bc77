import type { Reading } from './parse-reading.ts';

/** An option as `sshd -T` prints it; '' where it prints none. */
export function configOf(reading: Reading, option: string): string {
  return reading.one(`config.${option}`) ?? '';
}

/** Why sshd does not tell its configuration; undefined where it does. */
export function whyNoConfig(reading: Reading): string | undefined {
  if (reading.one('config') !== undefined) return undefined;
  if (reading.lacks('sshd')) return 'No `sshd` was found there.';
  if (lacksItsFolder(reading))
    return '`sshd -T` does not answer while its folder `/run/sshd` is missing: starting sshd makes it.';
  return '`sshd -T` did not answer.';
}

/** Debian takes `/run/sshd` away when sshd stops, and `sshd -t` complains of that whatever the configuration says. */
export function lacksItsFolder(reading: Reading): boolean {
  return /Missing privilege separation directory/i.test(reading.one('testsays') ?? '');
}

/** What to add where `Match` blocks were not taken into account. */
export function matchNote(reading: Reading): string {
  return reading.one('config') === 'all'
    ? ' A `Match` block may say otherwise for this user: it was not looked at.'
    : '';
}
