import { expect, onTestFinished, test } from 'vitest';
import { loadWorld } from '../../sandbox/world/load.ts';
import { verifyChain } from '../../src/core/requests/verify-chain.ts';
import { type Story, startStory } from './story.ts';

const group = '/subscriptions/6f1c2b7e-0d3a-4b52-9c11-5a7e1c2d3e4f/resourceGroups/production/providers';
const gitVm = `${group}/Microsoft.Compute/virtualMachines/git-01`;

const read = 'bob> /vm fingerprint git-01 port 2222';
const ask = 'bob> click "Ask for approval"';
const approve = 'carol in #vm-approvals> click "Approve"';
const trusted = /These are the keys that were approved for `git-01`/;
const stays = /The keys that were approved before stay as they are/;

async function begin(...lines: readonly string[]): Promise<Story> {
  const story = await startStory(await loadWorld());
  onTestFinished(() => story[Symbol.asyncDispose]());
  if (lines.length > 0) await story.tell(...lines);
  return story;
}

const pins = ({ sandbox }: Story) => sandbox.store.hostKeys.history(gitVm);
const events = async ({ sandbox }: Story) => {
  const all = await sandbox.store.events.since(1, 999);
  expect(verifyChain(all)).toMatchObject({ kind: 'intact' });
  return all.map(({ kind }) => kind).filter((kind) => kind.startsWith('host-key'));
};
const alarms = (transcript: string) => transcript.match(/Host key changed: git-01/g)?.length ?? 0;

test('read, approved, pinned to the very machine, trusted', async () => {
  const story = await begin();
  expect(await story.tell(read, ask)).toMatch(/No host key of `git-01` is trusted yet/);
  expect(await pins(story)).toEqual([]);
  await story.tell(approve);
  const [pin, ...others] = await pins(story);
  expect(others).toEqual([]);
  const vm = story.sandbox.world.get(gitVm)?.properties;
  expect(pin).toMatchObject({ machineId: vm?.vmId, approvedBy: ['U0CAROL'] });
  const served = story.sandbox.fleet.hostKeys(gitVm).map((line) => line.split(' ').slice(0, 2).join(' '));
  expect(pin?.keys.map(({ type, base64 }) => `${type} ${base64}`).sort()).toEqual([...served].sort());
  expect(await story.tell(read)).toMatch(trusted);
  expect(await events(story)).toEqual(['host-keys-read', 'host-keys-pinned', 'host-keys-read']);
});

test('a changed key is one alarm, and is replaced where Azure and the server agree', async () => {
  const story = await begin(read, ask, approve, 'rotate host keys of git-01');
  const told = await story.tell(read, read, 'carol in #vm-approvals> click "Ask Azure again"');
  expect(told).toMatch(/The host key of `git-01` has changed/);
  expect(alarms(told)).toBe(1);
  await story.tell('carol> click "Ask for approval"', 'bob in #vm-approvals> click "Approve"');
  expect(await pins(story)).toMatchObject([{ replacedAtMs: expect.any(Number) }, { approvedBy: ['U0BOB'] }]);
  expect(await story.tell(read)).toMatch(trusted);
  expect(await events(story)).toEqual([
    'host-keys-read',
    'host-keys-pinned',
    'host-keys-read',
    'host-key-changed',
    'host-keys-read',
    'host-keys-read',
    'host-keys-pinned',
    'host-keys-read',
  ]);
});

test.each([
  ['changed once more', ['rotate host keys of git-01']],
  ['are on the disk, and the server still shows others', ['in git-01: rm -f /etc/ssh/ssh_host_*; ssh-keygen -A']],
  ['cannot be compared, since the server is down', ['stop sshd on git-01']],
])('approved keys stay where those that were to replace them %s', async (_, meanwhile) => {
  const story = await begin(read, ask, approve, 'rotate host keys of git-01', read, ask, ...meanwhile);
  expect(await story.tell(approve)).toMatch(stays);
  expect(await pins(story)).toHaveLength(1);
});

test('keys that only Azure tells do not replace approved ones: there is no button', async () => {
  const story = await begin(read, ask, approve, 'in git-01: rm -f /etc/ssh/ssh_host_*; ssh-keygen -A');
  const told = await story.tell(read);
  // Azure tells new keys from the disk, and the server has the old ones in its memory.
  expect(told).toMatch(/has changed.*shows another key.*Find out first what answers there/s);
  expect(told).not.toContain('[Ask for approval]');
});

test('a machine that was made anew is another one, and no change', async () => {
  const story = await begin(read, ask, approve, 're-create git-01');
  const told = await story.tell(read, ask, approve);
  expect(told).toMatch(/not the machine whose host keys were approved/);
  expect(alarms(told)).toBe(0);
  const [first, second] = await pins(story);
  expect(second?.machineId).not.toBe(first?.machineId);
  expect(await story.tell(read)).toMatch(trusted);
});

test('what was approved for a machine is not pinned to the one that took its place', async () => {
  const story = await begin(read, ask, 're-create git-01');
  expect(await story.tell(approve)).toMatch(/made anew/);
  expect(await pins(story)).toEqual([]);
});

test('only types that nobody approved are told as such', async () => {
  const only = (type: string) =>
    `in git-01: echo 'HostKey /etc/ssh/ssh_host_${type}_key' > /etc/ssh/sshd_config.d/keys.conf; systemctl restart ssh`;
  const story = await begin(only('rsa'), read, ask, approve, only('ed25519'));
  const told = await story.tell(read);
  expect(told).toMatch(/no host key of a type that was approved \(RSA 2048\): it has ED25519 256/);
  expect(alarms(told)).toBe(0);
});

test('a type more is offered for approval, and the rest stays trusted', async () => {
  const rsaOnly =
    "in git-01: echo 'HostKey /etc/ssh/ssh_host_rsa_key' > /etc/ssh/sshd_config.d/keys.conf; systemctl restart ssh";
  const story = await begin(
    rsaOnly,
    read,
    ask,
    approve,
    'in git-01: rm /etc/ssh/sshd_config.d/keys.conf; systemctl restart ssh',
  );
  const told = await story.tell(read, ask, approve);
  expect(told).toMatch(/Not approved yet is ED25519 256, ECDSA 256/);
  expect((await pins(story)).at(-1)?.keys).toHaveLength(3);
});

test('another key than the machine has is told, whatever Azure says', async () => {
  // sshd serves keys of its memory; on the disk there are the approved ones again.
  const story = await begin(
    read,
    ask,
    approve,
    'in git-01: mkdir /root/old; mv /etc/ssh/ssh_host_* /root/old; ssh-keygen -A; systemctl restart ssh; rm /etc/ssh/ssh_host_*; mv /root/old/* /etc/ssh',
  );
  const told = await story.tell(read);
  expect(told).toMatch(trusted);
  expect(told).toMatch(/rotating_light.*shows another key/s);
  expect(alarms(told)).toBe(1);
  expect(told).toContain('It is what answers at `20.51.230.25 port 2222`');
});

test('a log-in of the bot that meets another key is an alarm, with a way to the new key', async () => {
  const carol = 'carol in #vm-approvals> click';
  const story = await begin(
    'alice> /vm fingerprint myVM',
    'alice> click "Ask for approval"',
    approve,
    'rotate host keys of myVM',
    'alice> /vm run myVM -- uptime',
  );
  const told = await story.tell(approve);
  expect(told).toMatch(/Host key changed: myVM.*It is what answers at `20\.51\.230\.13 port 22`/s);
  const again = await story.tell(`${carol} "Ask Azure again"`);
  const [, opens = ''] = /with `(\/vm open [^`]+)`/.exec(again) ?? [];
  await story.tell(`alice> ${opens} because the key changed`, approve, `${carol} "Ask Azure again"`);
  await story.tell('carol> click "Ask for approval"', 'bob in #vm-approvals> click "Approve"');
  expect(await story.tell('alice> /vm fingerprint myVM')).toContain('These are the keys that were approved');
}, 90_000);

test('a reading is too old after half an hour', async () => {
  const story = await begin(read, 'advance 31m');
  expect(await story.tell(ask)).toMatch(/the keys may be others by now/);
});

test('the same keys are asked for once', async () => {
  const story = await begin(read, ask);
  expect(await story.tell(ask)).toMatch(/You have asked for this already/);
});
