import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Client, SFTPWrapper } from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realSandboxClock } from '../../../sandbox/clock.ts';
import { startInternet } from '../../../sandbox/internet/proxy.ts';
import { derivedUserKey } from '../../../sandbox/keys/derive-key.ts';
import { createFleet } from '../../../sandbox/vm/fleet.ts';
import { oneMachine, publicAddress, vmId } from './one-machine.ts';
import { asAzureuser, logIn, run } from './ssh-client.ts';

const execute = promisify(execFile);
const key = derivedUserKey('azureuser');
const manyLines = Array.from({ length: 60_000 }, (_, line) => `line ${line}\n`).join('');
const world = oneMachine({
  guest: {
    users: [
      { name: 'azureuser', keys: [key.publicKeyLine], sudo: true },
      { name: 'daemonic', keys: [key.publicKeyLine], shell: '/usr/sbin/nologin' },
    ],
    files: {
      '/srv/app/version': '1.2.3\n',
      '/srv/app/big.log': manyLines,
      '/srv/app/secret': { content: 'secret\n', mode: '600', owner: 'root' },
    },
  },
});
const clock = realSandboxClock();
const fleet = createFleet({ world, clock });
let client: Client;
let sftp: SFTPWrapper;

function openSftp(from: Client): Promise<SFTPWrapper> {
  return new Promise((resolve, reject) => from.sftp((error, opened) => (error ? reject(error) : resolve(opened))));
}

beforeAll(async () => {
  client = await logIn(fleet, vmId);
  sftp = await openSftp(client);
});
afterAll(async () => {
  client.destroy();
  await fleet.close();
});

/** Calls a method of ssh2's client: its result, or the protocol's status code. */
function ask(name: string, ...args: readonly unknown[]): Promise<unknown> {
  return new Promise((resolve) => {
    const method = Reflect.get(sftp, name) as (...all: readonly unknown[]) => void;
    method.call(sftp, ...args, (error: (Error & { code?: number }) | undefined, result: unknown) =>
      resolve(error === undefined || error === null ? result : { code: error.code, message: error.message }),
    );
  });
}

const refused = (code: number, message: string) => ({ code, message });

describe('a client of the protocol', () => {
  it('reads whole files, also long ones', async () => {
    expect(String(await ask('readFile', '/srv/app/version'))).toBe('1.2.3\n');
    expect(String(await ask('readFile', '/srv/app/big.log'))).toBe(manyLines);
  });

  it('lists a folder with names, owners and kinds', async () => {
    const entries = (await ask('readdir', '/srv/app')) as { filename: string; longname: string }[];
    expect(entries.map(({ filename }) => filename)).toEqual(['big.log', 'secret', 'version']);
    expect(entries[1]?.longname).toMatch(/^-rw------- +1 root +root +7 \w{3} [ \d]\d \d\d:\d\d secret$/);
  });

  it('tells what a path is', async () => {
    expect(await ask('stat', '/srv/app/version')).toMatchObject({ mode: 0o100644, uid: 0, gid: 0, size: 6 });
    expect(await ask('stat', '/bin')).toMatchObject({ mode: 0o040755 });
    expect(await ask('lstat', '/bin')).toMatchObject({ mode: 0o120777 });
    expect(await ask('readlink', '/bin')).toBe('usr/bin');
    expect(await ask('realpath', '.')).toBe('/home/azureuser');
    expect(await ask('realpath', '/bin/../tmp/new')).toBe('/tmp/new');
  });

  it('writes, appends, cuts and changes what it may', async () => {
    await ask('writeFile', 'note', 'one\n', { mode: 0o666 });
    await ask('appendFile', 'note', 'two\n');
    await ask('chmod', 'note', 0o640);
    expect(await ask('stat', 'note')).toMatchObject({ mode: 0o100640, uid: 1000, size: 8 });
    expect((await run(client, 'cat note; stat -c "%U %a" note')).stdout).toBe('one\ntwo\nazureuser 640\n');
    await ask('setstat', 'note', { size: 4 });
    expect(String(await ask('readFile', '/home/azureuser/note'))).toBe('one\n');
    await ask('mkdir', 'folder', { mode: 0o777 });
    await ask('rename', 'note', 'folder/note');
    expect((await run(client, 'ls -ld folder folder/* | cut -d" " -f1')).stdout).toBe('drwxr-xr-x\n-rw-r-----\n');
    expect(await ask('rmdir', 'folder')).toEqual(refused(4, 'Failure'));
    await ask('unlink', 'folder/note');
    await ask('rmdir', 'folder');
    expect(await ask('stat', 'folder')).toEqual(refused(2, 'No such file'));
  });

  it('keeps what it opened, whatever becomes of the name and the mode', async () => {
    await ask('writeFile', '/tmp/kept', 'kept');
    const handle = await ask('open', '/tmp/kept', 'r');
    await run(client, 'sudo rm /tmp/kept');
    const bytes = Buffer.alloc(4);
    await ask('read', handle, bytes, 0, 4, 0);
    expect(String(bytes)).toBe('kept');
    expect(await ask('close', handle)).toBeUndefined();
    expect(await ask('close', handle)).toEqual(refused(2, 'No such file'));
  });

  const rows: readonly (readonly [string, string, readonly unknown[], number, string])[] = [
    ['a missing file', 'readFile', ['/srv/nothing'], 2, 'No such file'],
    ['a file where a folder should be', 'stat', ['/etc/hostname/x'], 2, 'No such file'],
    ["somebody else's file", 'readFile', ['/srv/app/secret'], 3, 'Permission denied'],
    ['a folder that is shut', 'readdir', ['/root'], 3, 'Permission denied'],
    ['a place to write that is not theirs', 'writeFile', ['/etc/motd', 'x'], 3, 'Permission denied'],
    ["another's mode", 'chmod', ['/etc/hostname', 0o777], 3, 'Permission denied'],
    ['giving away', 'chown', ['.bashrc', 0, 0], 3, 'Permission denied'],
    ['a folder that is there already', 'mkdir', ['/tmp'], 4, 'Failure'],
    ['a file that is a folder', 'readFile', ['/srv/app'], 4, 'Failure'],
    ['deleting a folder as a file', 'unlink', ['/home/azureuser/.ssh'], 4, 'Failure'],
    ['no link', 'readlink', ['/etc/hostname'], 5, 'Bad message'],
    ['renaming over something', 'rename', ['.bashrc', '.profile'], 4, 'Failure'],
  ];
  it.each(rows)('is refused: %s', async (_name, method, args, code, message) => {
    expect(await ask(method, ...args)).toEqual(refused(code, message));
  });

  it('gets none where the account has no shell', async () => {
    const other = await logIn(fleet, vmId, { ...asAzureuser, username: 'daemonic' });
    await expect(openSftp(other)).rejects.toThrow();
    other.destroy();
  });
});

const hasOpenSsh = spawnSync('ssh', ['-V']).status === 0;

describe.skipIf(!hasOpenSsh && process.env.CI !== 'true')("OpenSSH's own client", () => {
  it('copies files there and back with sftp and scp', { timeout: 60_000 }, async () => {
    const internet = await startInternet({ world, fleet, clock });
    const folder = await mkdtemp(join(tmpdir(), 'sftp-'));
    const keyFile = join(folder, 'id');
    await writeFile(keyFile, key.privateKeyOpenSsh, { mode: 0o600 });
    const command = `${process.execPath} sandbox/proxy-command.mjs --proxy 127.0.0.1:${internet.port} %h %p`;
    const options = ['-i', keyFile, '-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'];
    const how = [...options, '-o', 'BatchMode=yes', '-o', `ProxyCommand=${command}`];
    const target = `azureuser@${publicAddress}`;
    try {
      await execute('scp', [...how, `${target}:/srv/app/big.log`, join(folder, 'big.log')]);
      expect(await readFile(join(folder, 'big.log'), 'utf8')).toBe(manyLines);
      await execute('scp', [...how, join(folder, 'big.log'), `${target}:copy.log`]);
      expect((await run(client, 'diff copy.log /srv/app/big.log; echo $?')).stdout).toBe('0\n');
      const lines = [
        'ls -l /srv/app',
        `get /srv/app/version ${folder}/v`,
        `-get /srv/app/secret ${folder}/s`,
        'rm copy.log',
      ];
      await writeFile(join(folder, 'batch'), `${lines.join('\n')}\n`);
      const { stdout, stderr } = await execute('sftp', [...how, '-b', join(folder, 'batch'), target]);
      expect(stdout).toMatch(/^-rw-{7} +1 root +root +7 .* secret$/m);
      expect(await readFile(join(folder, 'v'), 'utf8')).toBe('1.2.3\n');
      expect(stderr).toContain('remote open "/srv/app/secret": Permission denied');
    } finally {
      await internet.close();
    }
  });
});
