import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { derivedUserKey } from '../../sandbox/keys/derive-key.ts';
import { skipsSsh } from '../open-ssh.ts';
import { skipsSshd, startSshd } from './real-sshd.ts';

const laptop = derivedUserKey('laptop');
const bare = laptop.publicKeyLine.split(' ').slice(0, 2).join(' ');

/** The end of a key as the script writes it, held against OpenSSH's own server. */
test.skipIf(skipsSshd || skipsSsh).each<[name: string, line: string, isLetIn: boolean]>([
  ['before its end', `expiry-time="20991231235959Z" ${bare} drawbridge-abcdefghij until 2099-12-31T23:59:59Z`, true],
  ['after its end', `expiry-time="20200131235959Z" ${bare} drawbridge-abcdefghij until 2020-01-31T23:59:59Z`, false],
  ['in the time zone of the machine', `expiry-time="20200131235959" ${bare} drawbridge-abcdefghij`, false],
  ['for good', `${bare} drawbridge-abcdefghij`, true],
])('a key %s', async (_, line, isLetIn) => {
  await using sshd = await startSshd();
  await sshd.letIn(line);
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-expiry-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const identity = join(folder, 'id');
  writeFileSync(identity, laptop.privateKeyOpenSsh);
  chmodSync(identity, 0o600);
  const options = ['BatchMode=yes', 'IdentitiesOnly=yes', 'StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null'];
  const args = ['-F', 'none', '-i', identity, '-p', String(sshd.port), ...options.flatMap((each) => ['-o', each])];
  const { status, stdout, stderr } = spawnSync('ssh', [...args, `${sshd.user}@127.0.0.1`, 'echo in'], {
    encoding: 'utf8',
  });
  expect(stdout).toBe(isLetIn ? 'in\n' : '');
  expect(status).toBe(isLetIn ? 0 : 255);
  if (!isLetIn) expect(stderr).toMatch(/Permission denied/);
});
