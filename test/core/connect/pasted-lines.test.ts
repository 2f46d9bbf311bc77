import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waysTo } from '../../../src/core/connect/all-ways.ts';
import { azLines } from '../../../src/core/connect/az-lines.ts';
import { shellWord } from '../../../src/core/connect/shell-word.ts';
import type { Way } from '../../../src/core/connect/way.ts';
import { configuration, facts, nic, vm } from '../checks/myvm.ts';

/** Lines as they are pasted into a real shell, in a home of its own, where ssh, scp and az write down what they were given. */

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'pasted-'));
  mkdirSync(join(home, 'bin'));
  for (const name of ['ssh', 'scp', 'az']) {
    writeFileSync(
      join(home, 'bin', name),
      `#!/bin/sh\n{ printf '%s' ${name}; printf '\\t%s' "$@"; echo; } >> "$HOME/given"\n`,
    );
    chmodSync(join(home, 'bin', name), 0o755);
  }
});
afterAll(() => rmSync(home, { recursive: true }));

function pasted(lines: readonly string[], shell = 'dash'): string[][] {
  writeFileSync(join(home, 'given'), '');
  expect(spawnSync(shell, ['-n'], { input: lines.join('\n') }).status).toBe(0);
  const env = { HOME: home, PATH: `${home}/bin:/usr/bin:/bin` };
  const { status, stderr } = spawnSync(shell, ['-e'], { input: lines.join('\n'), env, cwd: home, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  const given = readFileSync(join(home, 'given'), 'utf8').split('\n').slice(0, -1);
  return given.map((line) => line.split('\t'));
}

const nasty = [
  'a(b)',
  'my group',
  "it's",
  '$(touch pwned)',
  '; rm -rf ~',
  '"quoted"',
  '*?[a]',
  '-rg',
  '--output=x',
  '-r(g)',
  '~root',
  '#comment',
  'größe',
  '%PATH%',
  '!history',
  'a&b|c>d<e',
  '=ls',
  '{a,b}',
  '\\',
];

describe.each(['dash', 'bash'])('in %s', (shell) => {
  test.each(nasty)('az gets %j as one value', (value) => {
    const { sh } = azLines('vm show', { 'resource-group': value, name: 'x' });
    const [[, , , ...args] = []] = pasted(sh, shell);
    // Of a dash in front argparse has to be told with an equals sign.
    const expected = value.startsWith('-') ? [`--resource-group=${value}`] : ['--resource-group', value];
    expect(args).toEqual([...expected, '--name', 'x']);
  });

  test('a new key ends where ssh looks for it, for its owner alone', () => {
    mkdirSync(join(home, 'Downloads'), { recursive: true });
    writeFileSync(join(home, 'Downloads', 'myKey.pem'), 'key');
    rmSync(join(home, '.ssh'), { recursive: true, force: true });
    const { more } = waysTo({ facts, from: undefined, port: 22 }).find(({ id }) => id === 'plain-ssh') ?? expect.fail();
    const key = join(home, '.ssh', 'myKey.pem');
    expect(pasted(more[0]?.lines.sh ?? [], shell)).toEqual([['ssh', '-i', key, 'azureuser@20.51.230.13']]);
    expect(statSync(key).mode & 0o777).toBe(0o400);
    expect(statSync(join(home, '.ssh')).mode & 0o777).toBe(0o700);
  });

  test.each(nasty)('no line of any way does something else for a user, a group and a VM called %j', (value) => {
    const evil = { ...vm, adminUsername: value, name: value, resourceGroup: value, id: `/x/${value}` };
    const extensions = [{ name: 'AADSSHLoginForLinux' }];
    const bare = [nic({ ipConfigurations: [configuration({ publicIp: undefined })] })];
    const worlds = [
      { ...facts, vm: { ...evil, extensions } },
      { ...facts, vm: evil, nics: bare },
    ];
    for (const each of worlds) {
      for (const way of waysTo({ facts: each, from: undefined, port: 2222 })) expectOnly(way, value, shell);
    }
  });
});

/** One program, as often as there are lines for it, with the names as single values. */
function expectOnly({ id, login }: Way, name: string, shell: string): void {
  writeFileSync(join(home, 'myKey.pem'), 'key');
  const given = pasted(login.lines.sh, shell);
  rmSync(join(home, 'myKey.pem'), { force: true });
  const last = given.at(-1) ?? [];
  expect(new Set(given.map(([program]) => program))).toEqual(new Set([programs[id]]));
  if (id === 'plain-ssh') expect(given).toEqual([['ssh', '-p', '2222', 'USERNAME@20.51.230.13']]);
  if (id === 'bastion') expect(last).toEqual(expect.arrayContaining([`/x/${name}`, 'USERNAME']));
  if (id === 'entra') expect(last.filter((arg) => arg === name || arg === `--name=${name}`)).not.toEqual([]);
}

const programs = { entra: 'az', bastion: 'az', 'plain-ssh': 'ssh', 'jump-host': 'ssh', 'cloud-shell': 'ssh' };

/** How Windows reads them is taken from its documents: none of its shells is here to ask. */
test.each([
  ['a plain name', 'my-RG_1.x', 'my-RG_1.x', 'my-RG_1.x'],
  ["an id's path", '/subscriptions/a-1/x', '/subscriptions/a-1/x', '/subscriptions/a-1/x'],
  ['a parenthesis, which would end a block of the batch file', 'a(b)', '"a(b)"', `'"a(b)"'`],
  ['a space', 'a b', '"a b"', `'"a b"'`],
  ['letters of other alphabets', 'größe', '"größe"', `'"größe"'`],
  ['a variable of cmd, which quotes do not keep', '%PATH%', undefined, undefined],
  ['a quote', 'a"b', undefined, undefined],
  ["PowerShell's other single quotes", 'a’b', undefined, undefined],
  ['an escape of cmd', 'a^b', undefined, undefined],
  ['a variable of PowerShell', '$x', undefined, undefined],
])('on Windows: %s', (_name, value, inCmd, inPowershell) => {
  expect(shellWord(value, 'cmd')).toBe(inCmd);
  expect(shellWord(value, 'powershell')).toBe(inPowershell);
});

test.each(['', 'a\nb', 'a\u0000b', 'a`b', ' a', 'a\u202eb', 'a\u200bb'])(
  'what a message cannot show as it is, is not written: %j',
  (value) => {
    expect([shellWord(value, 'sh'), shellWord(value, 'cmd'), shellWord(value, 'powershell')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(azLines('vm show', { name: value, group: 'x' })).toEqual({ sh: [], powershell: [], cmd: [] });
  },
);
