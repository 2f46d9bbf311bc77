import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadWorld } from '../../sandbox/world/load.ts';
import { type Story, startStory } from '../handlers/story.ts';
import { skipsSsh, sshWithFiles } from '../open-ssh.ts';

const gitVm =
  '/subscriptions/6f1c2b7e-0d3a-4b52-9c11-5a7e1c2d3e4f/resourceGroups/production/providers/Microsoft.Compute/virtualMachines/git-01';

/** What a person copies out of the answer. */
function copied(answer: string) {
  const lines = answer.split('\n').map((line) => line.replace(/^ {4}/, ''));
  const knownHosts = lines.filter((line) => / (?:ssh|ecdsa)-\S+ AAAA\S+$/.test(line));
  const [config = ''] = /^Host [\s\S]*?StrictHostKeyChecking yes$/m.exec(lines.join('\n')) ?? [];
  const fingerprints = lines.flatMap((line) => /^•\s+`(?:ED25519|ECDSA|RSA) \d+ (SHA256:\S+)`$/.exec(line)?.[1] ?? []);
  const [, clientShows] = /^ED25519 key fingerprint is (SHA256:\S+)$/m.exec(lines.join('\n')) ?? [];
  return { knownHosts: `${knownHosts.join('\n')}\n`, config, fingerprints, clientShows };
}

describe.skipIf(skipsSsh)('host keys, from the approval to the own ssh client', () => {
  let story: Story;
  let answer: ReturnType<typeof copied>;

  beforeAll(async () => {
    story = await startStory(await loadWorld());
    await story.tell(
      'alice> /vm fingerprint git-01 port 2222',
      'alice> click "Ask for approval"',
      'carol in #vm-approvals> click "Approve"',
    );
    answer = copied(await story.tell('alice> /vm fingerprint git-01 port 2222'));
  }, 60_000);

  afterAll(() => story?.[Symbol.asyncDispose]());

  const connect = (target: string, more: { readonly config?: string; readonly knownHosts?: string } = {}) =>
    sshWithFiles(
      { proxyPort: story.sandbox.internet.port, from: '198.51.100.10', ...answer, ...more },
      target,
      'hostname',
    );

  const alias = () => /^Host (\S+)$/m.exec(answer.config)?.[1] ?? '';
  const shownBy = (stderr: string) => /Server host key: \S+ (SHA256:\S+)/.exec(stderr)?.[1];

  test('the fingerprints are those that ssh-keygen prints for the machine', () => {
    const keys = story.sandbox.fleet.hostKeys(gitVm);
    const printed = spawnSync('ssh-keygen', ['-lf', '-'], { input: keys.join('\n'), encoding: 'utf8' }).stdout;
    expect([...answer.fingerprints].sort()).toEqual((printed.match(/SHA256:\S+/g) ?? []).sort());
    expect(answer.fingerprints).toHaveLength(3);
  });

  test('a client that does not know the server shows the line that it should show, and does not connect', async () => {
    const stranger = await connect(`azureuser@20.51.230.25`, { knownHosts: '', config: 'Host *\n  Port 2222' });
    expect(shownBy(stranger.stderr)).toBe(answer.clientShows);
    expect(answer.fingerprints).toContain(answer.clientShows);
    expect(stranger.code).toBe(255);
  });

  test('with the offered lines and block it connects by the alias, without a question', async () => {
    expect(answer.config).toContain('StrictHostKeyChecking yes');
    const { code, stdout, stderr } = await connect(alias());
    expect(stderr).toMatch(/Host '\S+' is known and matches/);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'git-01\n' });
  });

  test('with the offered lines alone it connects by the address', async () => {
    const config = 'Host *\n  Port 2222\n  StrictHostKeyChecking yes';
    const { code, stdout } = await connect('azureuser@20.51.230.25', { config });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'git-01\n' });
  });

  test('each of the lines is enough, also for a client that wants this type alone', async () => {
    const lines = answer.knownHosts.trim().split('\n');
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      const { code, stdout } = await connect(alias(), { knownHosts: `${line}\n` });
      expect({ line, code, stdout }).toEqual({ line, code: 0, stdout: 'git-01\n' });
    }
  });

  test('after the keys have changed it does not connect', async () => {
    await story.tell('rotate host keys of git-01');
    const { code, stderr } = await connect(alias());
    expect(code).toBe(255);
    expect(stderr).toContain('REMOTE HOST IDENTIFICATION HAS CHANGED');
  });
});
