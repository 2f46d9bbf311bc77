import { shellWord } from '../text/shell-word.ts';
import type { ExecEnd } from './executed.ts';

/** What a machine without `timeout` writes to the standard error, in front of what the command writes. */
export const unlimitedNote = 'drawbridge: there is no timeout command here, so only the connection is limited';

/** How long `timeout` waits after TERM before it sends KILL. */
const killAfterSeconds = 5;

/**
 * `timeout` is tried, not looked up: old ones do not know -k. Nothing stays between it and the channel, so that signals
 * and the exit status arrive; and `--` keeps a command that begins with a dash from being an option of the shell.
 */
const script = [
  'LC_ALL=C; export LC_ALL',
  `if timeout -k ${killAfterSeconds} "$2" true >/dev/null 2>&1`,
  `then exec timeout -k ${killAfterSeconds} "$2" /bin/sh -c -- "$1" sh`,
  `else echo ${shellWord(unlimitedNote)} >&2`,
  'exec /bin/sh -c -- "$1" sh',
  'fi',
].join('; ');

/**
 * What goes over SSH for a command: it runs under /bin/sh, in the C locale, and under `timeout`, so that it ends although
 * the connection is lost. The account's own shell reads this text first; any of sh, dash, bash, ksh, zsh and fish does. Where
 * there is no `timeout` the command runs without, and says so on its standard error.
 *
 * @param limits.seconds a whole number, at least 1
 */
export function wrapForGuest(command: string, { seconds }: { readonly seconds: number }): string {
  return `exec /bin/sh -c ${anyShellWord(script)} sh ${anyShellWord(command)} ${seconds}`;
}

/**
 * One word for every shell that an account may have. Between single quotes fish takes a backslash in front of another one,
 * or of a quote, for its own: there `'a\' ; b'` would be two commands. So both stand outside of them.
 * https://fishshell.com/docs/current/language.html#quotes
 */
function anyShellWord(value: string): string {
  return `'${value.replace(/[\\']/g, (sign) => `'\\${sign}'`)}'`;
}

/**
 * Whether the remote `timeout` ended it. It exits with 124 then, and after a KILL with 137 or by that signal itself. A
 * command can end like that on its own account as well, but only before the time is over.
 *
 * @param after.seconds as it was wrapped with
 * @param after.elapsedMs from when it was sent until its end arrived
 */
export function endedByTimeout(
  end: ExecEnd,
  { seconds, elapsedMs }: { readonly seconds: number; readonly elapsedMs: number },
): boolean {
  const limitMs = seconds * 1000;
  if (end.kind === 'exited' && end.status === 124) return elapsedMs >= limitMs;
  const isKilled =
    (end.kind === 'exited' && end.status === 137) || (end.kind === 'signalled' && /^(?:SIG)?KILL$/.test(end.signal));
  return isKilled && elapsedMs >= limitMs + killAfterSeconds * 1000;
}
