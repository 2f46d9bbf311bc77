import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { ExecEnd } from '../../../src/core/commands/executed.ts';
import { endedByTimeout, unlimitedNote, wrapForGuest } from '../../../src/core/commands/wrap-for-guest.ts';
import { shellWord } from '../../../src/core/text/shell-word.ts';
import { injections } from './make.ts';

const folder = mkdtempSync(join(tmpdir(), 'drawbridge-wrap-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As sshd has the account's own shell run it. Its home is empty: bash reads its .bashrc when it takes stdin for a socket. */
function overSsh(shell: string, command: string, { seconds = 20, path = process.env.PATH } = {}) {
  const ran = spawnSync(`/usr/bin/${shell}`, ['-c', wrapForGuest(command, { seconds })], {
    env: { PATH: path, HOME: folder },
    cwd: folder,
  });
  return { ...ran, out: ran.stdout.toString(), err: ran.stderr.toString() };
}

describe.each(['dash', 'bash'])('where the account has %s', (shell) => {
  test.each([
    ['a word', 'echo hi', 'hi\n'],
    ['a pipe and a list', 'printf "b\\na\\n" | sort && echo end; echo more', 'a\nb\nend\nmore\n'],
    ['quotes in quotes', `echo "it's" 'a "b"' "\\$HOME \\"x\\""`, `it's a "b" $HOME "x"\n`],
    ['a shell in a shell', `sh -c 'sh -c "echo '\\''deep  down'\\''"'`, 'deep  down\n'],
    ['more than one line', 'x=1\nif [ $x = 1 ]\nthen echo yes\nfi # end', 'yes\n'],
    ['a here-document', "cat <<'EOF'\n$HOME `x`\nEOF", '$HOME `x`\n'],
    ['what is not ASCII', "printf %s 'ü😀\u200b'", 'ü😀\u200b'],
    ['a backslash at the end', "printf %s 'a\\'", 'a\\'],
    ['the C locale', 'echo "$LC_ALL"', 'C\n'],
    ['its own name and no arguments', 'echo "$0 $#"', 'sh 0\n'],
    ['no terminal', 'test -t 1 || echo none', 'none\n'],
  ])('%s arrives', (_, command, out) => {
    expect(overSsh(shell, command)).toMatchObject({ out, err: '', status: 0 });
  });

  test('every value arrives through all layers of quotes', () => {
    const sent = injections.filter((value) => !value.includes('\0') && value.isWellFormed() && value.length < 20_000);
    const command = `printf '%s\\0' ${sent.map(shellWord).join(' ')}`;
    expect(overSsh(shell, command).out.split('\0').slice(0, -1)).toEqual(sent);
  });

  test.each([
    ['a success', 'true', 0],
    ['its own status', 'exit 3', 3],
    ['that of the time limit, on its own account', 'exit 124', 124],
    ['a program that is not there', 'no-such-program-here', 127],
    ['a mistake in its syntax', 'if', 2],
    ['an end by signal', 'kill -TERM $$', 143],
    ['a command that begins with a dash', '-i', 127],
  ])('%s is told', (_, command, status) => {
    const ran = overSsh(shell, command);
    expect(ran.status ?? 128 + 15).toBe(status);
  });

  test('what runs too long is ended, with what it started', () => {
    const ran = overSsh(shell, 'sleep 60 & sleep 60; echo never', { seconds: 0.2 });
    expect(ran).toMatchObject({ status: 124, out: '' });
  });

  test('a machine without timeout runs it all the same, and says that there is no limit', () => {
    const ran = overSsh(shell, 'echo "a  b"; exit 5', { path: '/nowhere' });
    expect(ran).toMatchObject({ out: 'a  b\n', err: `${unlimitedNote}\n`, status: 5 });
  });

  test('a timeout that does not know -k is not used', () => {
    writeFileSync(join(folder, 'timeout'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const ran = overSsh(shell, 'echo "a  b"', { path: folder });
    expect(ran).toMatchObject({ out: 'a  b\n', err: `${unlimitedNote}\n`, status: 0 });
  });
});

test.each<[string, ExecEnd, number, boolean]>([
  ['124 after the time', { kind: 'exited', status: 124 }, 60_004, true],
  ['124 before it', { kind: 'exited', status: 124 }, 59_990, false],
  ['137 after the KILL', { kind: 'exited', status: 137 }, 65_003, true],
  ['KILL by that signal', { kind: 'signalled', signal: 'SIGKILL' }, 65_003, true],
  ['KILL as SSH writes it', { kind: 'signalled', signal: 'KILL' }, 65_003, true],
  ['137 before the KILL can be', { kind: 'exited', status: 137 }, 61_000, false],
  ['TERM by somebody else', { kind: 'signalled', signal: 'SIGTERM' }, 65_003, false],
  ['any other status', { kind: 'exited', status: 1 }, 65_003, false],
  ['an end that nobody knows', { kind: 'unknown' }, 65_003, false],
])('%s: the time limit was it: %4$s', (_, end, elapsedMs, expected) => {
  expect(endedByTimeout(end, { seconds: 60, elapsedMs })).toBe(expected);
});

/**
 * The words that fish makes of a line: between single quotes it takes a backslash in front of a quote or another backslash
 * for its own. https://fishshell.com/docs/current/language.html#quotes
 */
function wordsOfFish(line: string): string[] {
  const piece = /'((?:[^'\\]|\\[\s\S])*)'|\\([\s\S])|([^'\\\s]+)|(\s+)/gy;
  const words = [''];
  let end = 0;
  for (let found = piece.exec(line); found !== null; found = piece.exec(line)) {
    const [, quoted, escaped, plain, blank] = found;
    end = piece.lastIndex;
    if (blank !== undefined) words.push('');
    else words.push(`${words.pop()}${quoted?.replace(/\\([\\'])/g, '$1') ?? escaped ?? plain}`);
  }
  if (end < line.length) throw new Error(`not closed: ${line.slice(end)}`);
  return words;
}

test('fish, which knows backslashes between single quotes, hands on the same bytes', () => {
  const commands = [
    ...injections.filter((value) => !value.includes('\0')),
    "grep '\\'\\'' ; reboot; #' /etc/motd",
    "printf 'a\\\\b'",
  ];
  for (const command of commands) {
    const words = wordsOfFish(wrapForGuest(command, { seconds: 20 }));
    expect([words.slice(0, 3), words.slice(4)]).toEqual([
      ['exec', '/bin/sh', '-c'],
      ['sh', command, '20'],
    ]);
  }
});
