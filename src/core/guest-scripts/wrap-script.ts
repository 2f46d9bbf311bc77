import { beginWord, endWord, isSentinel } from './markers.ts';

const sbinToo = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The exact text that Run Command gets for a script. Azure tells neither whether a script failed nor whose output it
 * gives back (https://github.com/Azure/azure-cli/issues/32286), so the text prints the sentinel before all else, and the
 * body's exit status with it at the end.
 *
 * The body is evaluated in a subshell: an `exit`, a `set -e`, a syntax error or an open quote in it ends the subshell and
 * nothing more. A first line `#!...` is a comment there: it is `/bin/sh` that runs it.
 * @param body POSIX sh, run as root with nothing on standard input, in the C locale
 * @param sentinel 16 to 64 letters and digits, made up at random for this one run
 * @throws RangeError when the sentinel is none, or the body holds a NUL, which no shell can
 */
export function wrapScript(body: string, sentinel: string): string {
  if (!isSentinel(sentinel)) throw new RangeError('A sentinel is 16 to 64 letters and digits');
  if (body.includes('\0')) throw new RangeError('A script cannot hold a NUL');
  return [
    // What the agent has comes first: not every distribution keeps its programs where most do.
    `LC_ALL=C PATH="\${PATH:+$PATH:}${sbinToo}"`,
    'export LC_ALL PATH',
    `printf '%s %s\\n' ${beginWord} ${sentinel}`,
    `( eval '${body.replaceAll("'", "'\\''")}`,
    "' ) </dev/null",
    // A body that ends without a line break must not hide it.
    `printf '\\n%s %s %s\\n' ${endWord} ${sentinel} "$?"`,
    '',
  ].join('\n');
}
