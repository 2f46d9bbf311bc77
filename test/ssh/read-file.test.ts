import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type SFTPWrapper } from 'ssh2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scriptClock } from '../../sandbox/clock.ts';
import { derivedUserKey } from '../../sandbox/keys/derive-key.ts';
import { openConnection } from '../../src/ssh/open-connection.ts';
import { type ReadFileParts, readFile } from '../../src/ssh/read-file.ts';
import type { SshConnection } from '../../src/ssh/ssh-connection.ts';
import { type RealSshd, skipsSshd, startSshd } from './real-sshd.ts';
import { botKey, type OnSession, serveSsh, type TestServer } from './serve-ssh.ts';

const limitBytes = 1_000;
const timeoutMs = 10_000;

async function connect(server: Pick<TestServer, 'port' | 'hostKeys'>, user = 'azureuser'): Promise<SshConnection> {
  const vm = { name: 'myVM', address: '127.0.0.1', port: server.port, user, hostKeys: server.hostKeys };
  const parts = { route: { jumps: [] }, credentials: botKey, clock: scriptClock(0), timeoutMs };
  const opened = await openConnection(vm, parts);
  if (opened.kind !== 'open') throw new Error(JSON.stringify(opened));
  return opened.connection;
}

const usual = (): ReadFileParts => ({ clock: scriptClock(0), limitBytes, timeoutMs });

describe.skipIf(skipsSshd)("files on OpenSSH's sshd", () => {
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-files-'));
  const at = (name: string) => join(folder, name);
  const any = Buffer.from(Array.from({ length: limitBytes }, (_, index) => index % 256));
  let sshd: RealSshd;
  let connection: SshConnection;

  beforeAll(async () => {
    writeFileSync(at('log'), any, { mode: 0o640 });
    utimesSync(at('log'), 1_700_000_000, 1_700_000_000);
    writeFileSync(at('too long'), Buffer.alloc(limitBytes + 1));
    writeFileSync(at('empty'), '');
    writeFileSync(at("it's a $(file) ü"), 'odd');
    writeFileSync(at('closed'), 'secret');
    chmodSync(at('closed'), 0o000);
    symlinkSync('log', at('link'));
    symlinkSync('nowhere', at('dangling'));
    symlinkSync('loop', at('loop'));
    execFileSync('mkfifo', [at('pipe')]);
    sshd = await startSshd();
    connection = await connect(sshd, sshd.user);
  });
  afterAll(async () => {
    connection.close();
    await sshd[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const read = (bytes: Buffer | string) => ({ kind: 'read', bytes: Buffer.from(bytes) });
  const rows: readonly (readonly [string, string, object])[] = [
    [
      'any bytes, of just the size that is allowed',
      'log',
      { ...read(any), mode: 0o640, modifiedAt: 1_700_000_000_000 },
    ],
    ['through a link', 'link', read(any)],
    ['an empty file', 'empty', read('')],
    ['a name that a shell would take apart', "it's a $(file) ü", read('odd')],
    ['a byte too long', 'too long', { kind: 'too-large', size: limitBytes + 1, limit: limitBytes }],
    ['not there', 'nothing', { kind: 'missing' }],
    ['below a file', 'log/more', { kind: 'missing' }],
    ['a link to nothing', 'dangling', { kind: 'missing' }],
    ['a folder', '.', { kind: 'not-a-file' }],
    ['a pipe that nobody writes to', 'pipe', { kind: 'not-a-file' }],
    ['an endless device', '/dev/zero', { kind: 'not-a-file' }],
    ['a file of /proc that says it is empty', '/proc/self/mountinfo', { kind: 'too-large', limit: limitBytes }],
    ['a short file of /proc', '/proc/version', { kind: 'read' }],
  ];
  test.each(rows)('%s', async (_, name, expected) => {
    const path = name.startsWith('/') ? name : at(name);
    expect(await readFile(connection, path, usual())).toMatchObject(expected);
    expect(connection.isReusable()).toBe(true);
  });

  test('a file that the user may not read', async () => {
    const keys = at('authorized_keys');
    writeFileSync(keys, `${derivedUserKey('drawbridge').publicKeyLine}\n`);
    chmodSync(folder, 0o755);
    await using other = await startSshd({ settings: [`AuthorizedKeysFile ${keys}`] });
    // Root may read everything; nobody logs in without a shell, as file transfer needs none.
    const own = await connect(other, process.getuid?.() === 0 ? 'nobody' : other.user);
    expect(await readFile(own, at('closed'), usual())).toEqual({ kind: 'forbidden' });
    own.close();
  });

  test('more than one request, to the byte', async () => {
    const long = Buffer.from(Array.from({ length: 700_001 }, (_, index) => (index * 7) % 251));
    writeFileSync(at('long'), long);
    const file = await readFile(connection, at('long'), { ...usual(), limitBytes: 1_000_000 });
    expect(file.kind === 'read' && file.bytes.equals(long)).toBe(true);
  });

  test('a server without file transfer', async () => {
    await using without = await startSshd({ hasSftp: false });
    const own = await connect(without, without.user);
    expect(await readFile(own, at('log'), usual())).toEqual({ kind: 'no-sftp' });
    expect(own.isReusable()).toBe(false);
    own.close();
  });
});

const { STATUS_CODE } = ssh2.utils.sftp;
const file = { mode: 0o100644, uid: 0, gid: 0, size: 5, atime: 0, mtime: 0 };

/** A file transfer that answers as it is told, and otherwise as for a file of five bytes. */
function serveFiles(answer: (on: SFTPWrapper) => void): OnSession {
  return (accept) => {
    accept().on('sftp', (take) => {
      const sftp = take();
      sftp.on('STAT', (id) => sftp.attrs(id, file));
      sftp.on('OPEN', (id) => sftp.handle(id, Buffer.from('h')));
      sftp.on('FSTAT', (id) => sftp.attrs(id, file));
      sftp.on('READ', (id, _, offset) => {
        if (offset >= 5) sftp.status(id, STATUS_CODE.EOF);
        else sftp.data(id, Buffer.from('hello').subarray(offset));
      });
      answer(sftp);
    });
  };
}

describe('a file transfer that', () => {
  const instead = (event: string, act: (sftp: SFTPWrapper, id: number) => void) =>
    serveFiles((sftp) => sftp.removeAllListeners(event).on(event, (id: number) => act(sftp, id)));
  const rows: readonly (readonly [string, OnSession, object])[] = [
    ['behaves', serveFiles(() => {}), { kind: 'read', bytes: Buffer.from('hello'), mode: 0o644 }],
    [
      'gives one byte at a time',
      serveFiles((sftp) => {
        sftp.removeAllListeners('READ').on('READ', (id, _, offset) => {
          if (offset >= 5) sftp.status(id, STATUS_CODE.EOF);
          else sftp.data(id, Buffer.from('hello').subarray(offset, offset + 1));
        });
      }),
      { kind: 'read', bytes: Buffer.from('hello') },
    ],
    [
      'never comes to the end of the file',
      instead('READ', (sftp, id) => sftp.data(id, Buffer.alloc(100))),
      { kind: 'too-large', size: limitBytes + 1, limit: limitBytes },
    ],
    [
      'gives more than was asked for',
      instead('READ', (sftp, id) => sftp.data(id, Buffer.alloc(200_000))),
      { kind: 'too-large', limit: limitBytes },
    ],
    ['tells of no size', instead('STAT', (sftp, id) => sftp.attrs(id, { mode: file.mode } as never)), { kind: 'read' }],
    ['tells nothing of the file', instead('STAT', (sftp, id) => sftp.attrs(id, {} as never)), { kind: 'not-a-file' }],
    [
      'opens something else than it showed',
      instead('FSTAT', (sftp, id) => sftp.attrs(id, { ...file, mode: 0o010644 })),
      { kind: 'not-a-file' },
    ],
    [
      'forbids to look',
      instead('STAT', (sftp, id) => sftp.status(id, STATUS_CODE.PERMISSION_DENIED)),
      { kind: 'forbidden' },
    ],
    [
      'forbids to open',
      instead('OPEN', (sftp, id) => sftp.status(id, STATUS_CODE.PERMISSION_DENIED)),
      { kind: 'forbidden' },
    ],
    [
      'loses the file meanwhile',
      instead('OPEN', (sftp, id) => sftp.status(id, STATUS_CODE.NO_SUCH_FILE)),
      { kind: 'missing' },
    ],
    [
      'fails in the middle',
      instead('READ', (sftp, id) => sftp.status(id, STATUS_CODE.FAILURE, 'Input/output\nerror')),
      { kind: 'failed', because: 'the server says: Input/output error' },
    ],
    [
      'closes in the middle',
      instead('READ', (sftp) => sftp.end()),
      { kind: 'failed', because: 'the server broke off the file transfer' },
    ],
    ['is refused', (accept) => accept().on('sftp', (_, reject) => reject()), { kind: 'no-sftp' }],
    ['has no session', (_, reject) => reject(), { kind: 'failed' }],
    [
      'prints a greeting first',
      (accept) => {
        accept().on('subsystem', (take) => take().write('Welcome to this machine! Have a nice day.\n'));
      },
      { kind: 'failed', because: expect.stringContaining('is not SFTP') },
    ],
  ];
  test.each(rows)('%s', async (_, onSession, expected) => {
    await using server = await serveSsh({ onSession });
    const connection = await connect(server);
    expect(await readFile(connection, '/etc/motd', usual())).toMatchObject(expected);
    connection.close();
  });

  test.each(['STAT', 'OPEN', 'FSTAT', 'READ'])('never answers %s', async (event) => {
    const clock = scriptClock(0);
    await using server = await serveSsh({ onSession: instead(event, () => clock.advance(timeoutMs)) });
    const connection = await connect(server);
    expect(await readFile(connection, '/etc/motd', { ...usual(), clock })).toEqual({ kind: 'timed-out' });
    expect(connection.isReusable()).toBe(false);
    connection.close();
  });

  test.each(['STAT', 'READ'])('is cut off at %s', async (event) => {
    await using server = await serveSsh({ onSession: instead(event, () => server.drop()) });
    const connection = await connect(server);
    expect(await readFile(connection, '/etc/motd', usual())).toMatchObject({ kind: 'connection-lost' });
  });

  test('is cancelled', async () => {
    const controller = new AbortController();
    await using server = await serveSsh({ onSession: instead('READ', () => controller.abort()) });
    const connection = await connect(server);
    const parts = { ...usual(), signal: controller.signal };
    expect(await readFile(connection, '/etc/motd', parts)).toEqual({ kind: 'cancelled' });
    expect(await readFile(connection, '/etc/motd', parts)).toEqual({ kind: 'cancelled' });
    connection.close();
  });

  test('is asked for a path with a NUL', async () => {
    await using server = await serveSsh({ onSession: serveFiles(() => {}) });
    const connection = await connect(server);
    expect(await readFile(connection, '/etc/motd\0.png', usual())).toMatchObject({ kind: 'failed' });
    connection.close();
  });
});
