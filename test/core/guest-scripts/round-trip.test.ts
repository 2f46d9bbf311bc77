import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mostOutputBytes } from '../../../src/core/guest-scripts/markers.ts';
import { readScriptOutput } from '../../../src/core/guest-scripts/script-output.ts';
import { wrapScript } from '../../../src/core/guest-scripts/wrap-script.ts';

const sentinel = 'f00dfeed12345678';
const shells = ['dash', 'bash'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0);

/** As the agent runs it, and as Azure then tells it. */
function runCommand(body: string, shell: string, input = 'what an agent might leave there\n'): string {
  const argv = shell === 'bash' ? ['--posix'] : [];
  const ended = spawnSync(shell, argv.concat('-c', wrapScript(body, sentinel)), { input });
  const tail = (bytes: Buffer) => bytes.subarray(-4096).toString('utf8');
  return `Enable succeeded: \n[stdout]\n${tail(ended.stdout)}\n[stderr]\n${tail(ended.stderr)}`;
}

const run = (body: string, shell: string) => readScriptOutput(runCommand(body, shell), sentinel);
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

test('there is a dash to try it with', () => {
  expect(shells).toContain('dash');
});

describe.each(shells)('under %s', (shell) => {
  test('whatever a body prints, and however it ends, comes back as it was', () => {
    const line = fc.constantFrom(
      '[stderr]\n',
      '\n[stderr]\n',
      '[stdout]\n',
      `drawbridge-end ${sentinel} x\n`,
      '\n',
      '%s\\n',
    );
    // No NUL, which a shell cannot hold, and no half of a pair, which UTF-8 cannot.
    const text = fc
      .array(fc.oneof(line, fc.string({ unit: 'grapheme', maxLength: 20 }), fc.string({ maxLength: 20 })), {
        maxLength: 8,
      })
      .map((parts) => parts.join('').replaceAll('\0', ''));
    fc.assert(
      fc.property(text, text, fc.integer({ min: 0, max: 255 }), (stdout, stderr, status) => {
        const body = `printf %s ${quoted(stdout)}; printf %s ${quoted(stderr)} >&2; exit ${status}`;
        expect(run(body, shell)).toEqual({ kind: 'ended', status, stdout, stderr });
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['nothing at all', '', { status: 0, stdout: '' }],
    ['no line break at the end', 'printf x', { status: 0, stdout: 'x' }],
    ['an exit', 'echo a; exit 3; echo b', { status: 3, stdout: 'a\n' }],
    ['set -e', 'set -e; echo a; false; echo b', { status: 1, stdout: 'a\n' }],
    ['set -u', 'set -u; echo a; echo "$nothing"; echo b', { stdout: 'a\n' }],
    ['a trap at its exit', "trap 'echo bye' EXIT; echo hi", { status: 0, stdout: 'hi\nbye\n' }],
    ['an exec', 'exec sh -c "echo other; exit 9"', { status: 9, stdout: 'other\n' }],
    ['output that it closes', 'echo a; exec >&- 2>&-; exit 4', { status: 4, stdout: 'a\n' }],
    ['a first line for another shell', '#!/usr/bin/perl\necho perl', { status: 0, stdout: 'perl\n' }],
    ['a comment at the end', 'echo a # the last word', { status: 0, stdout: 'a\n' }],
    ['a line that goes on', 'echo a \\', { status: 0, stdout: 'a\n' }],
    ['a signal to itself', 'echo a; sh -c "kill -9 \\$\\$"', { status: 137, stdout: expect.stringContaining('a\n') }],
    ['nothing to read', 'if read -r line; then echo "$line"; else echo none; fi', { status: 0, stdout: 'none\n' }],
    ['a here-document', "cat <<'X'\nit's $HOME\nX", { status: 0, stdout: "it's $HOME\n" }],
    ['the C locale', 'echo "$LC_ALL"', { status: 0, stdout: 'C\n' }],
    ['shell words', 'set -- "a b" "$(echo c)" `echo d`; echo "$#:$1:$2:$3"', { status: 0, stdout: '3:a b:c:d\n' }],
  ])('%s', (_, body, expected) => {
    expect(run(body, shell)).toMatchObject({ kind: 'ended', ...expected });
  });

  test.each([
    ['an open quote', "echo 'a"],
    ['an open bracket', '( echo a'],
    ['a bracket too many', 'echo a )'],
    ['a word that ends nothing', 'fi'],
  ])('a body that is no shell: %s', (_, body) => {
    const output = run(body, shell);
    expect(output).toMatchObject({ kind: 'ended', stderr: expect.stringMatching(/./) });
    expect(output).not.toMatchObject({ status: 0 });
  });

  test('the folders of the administrator are searched, behind those that the agent has', () => {
    const output = run('echo ":$PATH:"', shell);
    expect(output).toMatchObject({ stdout: expect.stringContaining(':/usr/sbin:') });
    expect(output).toMatchObject({ stdout: expect.stringMatching(`^:${process.env.PATH}:`) });
    expect(output).not.toMatchObject({ stdout: expect.stringContaining('::') });
  });

  test('as much as fits comes back whole, and of one byte more the beginning is lost', () => {
    const fits = mostOutputBytes(sentinel);
    const print = (bytes: number) => `head -c ${bytes} /dev/zero | tr '\\0' x; exit 255`;
    expect(run(print(fits), shell)).toEqual({ kind: 'ended', status: 255, stdout: 'x'.repeat(fits), stderr: '' });
    expect(run(print(fits + 1), shell)).toMatchObject({ kind: 'cut', status: 255 });
  });

  test('a cut within a character leaves no half of it', () => {
    for (const more of [0, 1, 2, 3]) {
      const body = `printf %${more}s ''; i=0; while [ $i -lt 1500 ]; do printf '\\360\\237\\230\\200'; i=$((i+1)); done`;
      const output = run(`${body}; { ${body}; } >&2`, shell);
      if (output.kind !== 'cut') throw new Error(output.kind);
      expect(output.stdout).toMatch(/^(😀){1000,}$/u);
      expect(output.stderr).toMatch(/^(😀){1000,}$/u);
    }
  });

  test('a script that is killed has no end', () => {
    expect(run('echo a; kill -9 $$', shell)).toMatchObject({
      kind: 'foreign',
      because: expect.stringContaining('before it was done'),
    });
  });

  test('a script that shows its own text is not taken in by it', () => {
    const text = wrapScript('cat', sentinel);
    const output = run(`printf %s ${quoted(text)}`, shell);
    expect(output).toEqual({ kind: 'ended', status: 0, stdout: text, stderr: '' });
  });
});
