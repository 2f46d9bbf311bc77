import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { derivedUserKey } from '../../sandbox/keys/derive-key.ts';
import { loadWorld, parseWorld } from '../../sandbox/world/load.ts';
import { openSsh, skipsSsh } from '../open-ssh.ts';
import { type Story, startStory } from './story.ts';

const address = '20.51.230.13';
const vm =
  '/subscriptions/6f1c2b7e-0d3a-4b52-9c11-5a7e1c2d3e4f/resourceGroups/myResourceGroup/providers/Microsoft.Compute/virtualMachines/myVM';
const laptop = derivedUserKey('laptop');
const [type = '', blob = ''] = laptop.publicKeyLine.split(' ');

const approve = 'bob in #vm-approvals> click "Approve"';
const paste = (key: string) => [
  `alice> fill "Your public key" with "${key}"`,
  'alice> fill "Why" with "my laptop is new"',
  'alice> submit',
];
const keysOn = async (story: Story) => story.tell('in myVM: cat /home/azureuser/.ssh/authorized_keys');

/** Alice's own ssh, with the key of her laptop alone. */
const sshOf = ({ sandbox }: Story) =>
  openSsh({
    proxyPort: sandbox.internet.port,
    from: '203.0.113.7',
    hostKeys: { [address]: sandbox.fleet.hostKeys(vm) },
    privateKey: laptop.privateKeyOpenSsh,
  });

describe.skipIf(skipsSsh)('a real ssh client', () => {
  test('gets in with the key while it is let in, and not before or after', { timeout: 60_000 }, async () => {
    await using story = await startStory(await loadWorld());
    await using ssh = await sshOf(story);
    const whoami = () => ssh.run(`ssh azureuser@${address}`, 'whoami', 10);
    await story.tell('alice> /vm open myVM from 203.0.113.7 for 4h because deploy', approve);
    expect(await whoami()).toMatchObject({
      code: 255,
      stderr: expect.stringMatching(/Permission denied \(publickey\)/),
    });
    const before = await keysOn(story);

    await story.tell('alice> /vm key myVM for 1h', ...paste(laptop.publicKeyLine));
    expect(await whoami()).toMatchObject({ code: 255 });
    expect(await story.tell(approve)).toMatch(
      /lets its owner in as `azureuser`.*At its end sshd itself takes it no more/,
    );
    expect(await whoami()).toEqual({ code: 0, stdout: 'azureuser\n', stderr: '' });
    expect(await keysOn(story)).toMatch(
      new RegExp(
        `expiry-time="20260115100000Z" ${type} ${blob.replaceAll('+', '\\+')} drawbridge-[a-z2-7]{10} until 2026-01-15T10:00:00Z`,
      ),
    );

    expect(await story.tell('advance 61m')).toMatch(/Taken away\. The key is taken off the VM/);
    expect(await whoami()).toMatchObject({ code: 255, stderr: expect.stringMatching(/Permission denied/) });
    expect(await keysOn(story)).toBe(before);
  });

  test('is shut out by sshd itself where the bot cannot take the key away', { timeout: 60_000 }, async () => {
    await using story = await startStory(await loadWorld());
    await using ssh = await sshOf(story);
    const whoami = () => ssh.run(`ssh azureuser@${address}`, 'whoami', 10);
    await story.tell('alice> /vm open myVM from 203.0.113.7 for 4h because deploy', approve);
    await story.tell('alice> /vm key myVM for 1h', ...paste(laptop.publicKeyLine), approve);
    expect((await whoami()).code).toBe(0);
    await story.tell(
      `azure> fault {"target": "${vm}", "action": "Microsoft.Compute/virtualMachines/runCommand/action", "kind": "forbidden"}`,
    );
    expect(await story.tell('advance 61m')).toMatch(
      /It could not be closed.*until then whoever holds the key may still get in/,
    );
    expect(await keysOn(story)).toContain(blob);
    expect(await whoami()).toMatchObject({ code: 255, stderr: expect.stringMatching(/Permission denied/) });
    story.sandbox.world.faults.length = 0;
    expect(await story.tell('advance 15s')).toMatch(/Taken away/);
    expect(await keysOn(story)).not.toContain(blob);
  });
});

test('a private key is neither stored nor repeated, and its owner is told', async () => {
  await using story = await startStory(await loadWorld());
  const secret = laptop.privateKeyOpenSsh.replaceAll('\n', ' ');
  const told = await story.tell('alice> /vm key myVM', ...paste(secret));
  expect(told).toMatch(/That is a private key.*Use it no more/s);
  const body = laptop.privateKeyOpenSsh.split('\n').slice(1, 5);
  const [typed = ''] = body;
  // What alice herself types stands in the transcript; nothing that the bot writes does.
  expect(told.split(typed)).toHaveLength(2);
  expect(JSON.stringify(story.sandbox.slack.calls)).not.toContain(typed);
  expect(await story.tell('alice> /vm requests mine')).not.toContain('let a key in');
});

test.each<[name: string, set: string, words: RegExp]>([
  [
    'a linked folder',
    'mv /home/azureuser/.ssh /home/azureuser/x && ln -s x /home/azureuser/.ssh',
    /is a link or no plain file/,
  ],
  [
    'a linked file',
    'cd /home/azureuser/.ssh && mv authorized_keys x && ln -s x authorized_keys',
    /is a link or no plain file/,
  ],
  ['a folder of root', 'chown root /home/azureuser/.ssh', /belongs to somebody else/],
])('%s is not followed, and whoever asked is told', async (_, set, words) => {
  await using story = await startStory(await loadWorld());
  const look = () => story.tell('in myVM: ls -lR /home/azureuser');
  await story.tell(`in myVM: ${set}`, 'alice> /vm key myVM for 1h', ...paste(laptop.publicKeyLine));
  const before = await look();
  expect(await story.tell(approve)).toMatch(words);
  expect(await look()).toBe(before);
});

test('a machine that was made anew has nothing of it', async () => {
  await using story = await startStory(await loadWorld());
  await story.tell('alice> /vm key myVM for 1h', ...paste(laptop.publicKeyLine), approve, 're-create myVM');
  expect(await story.tell('advance 61m')).toMatch(/Taken away\. `myVM` was made anew since/);
});

test('somebody who is done has it taken away at once', async () => {
  await using story = await startStory(await loadWorld());
  await story.tell('alice> /vm key myVM for 1h', ...paste(laptop.publicKeyLine), approve);
  expect(await story.tell('alice in @drawbridge> click "I\'m done"')).toMatch(/Taken away/);
  expect(await keysOn(story)).not.toContain(blob);
});

test('by VMAccess, where the policy says so: it grants sudo, and the key alone is taken away again', async () => {
  const file = JSON.parse(readFileSync(new URL('../../sandbox/worlds/default.json', import.meta.url), 'utf8'));
  for (const rule of file.bot.policy.rules) rule.actions.key = { vmAccess: true };
  await using story = await startStory(parseWorld(JSON.stringify(file), 'the default world'));
  const asked = await story.tell('alice> /vm key myVM user deploy for 1h', ...paste(laptop.publicKeyLine));
  expect(asked).toMatch(/grants sudo for good.*gives them sudo without a password/s);
  expect(await story.tell(approve)).toMatch(/lets its owner in as `deploy`/);
  expect(await story.tell('in myVM: cat /home/deploy/.ssh/authorized_keys')).toMatch(/drawbridge-[a-z2-7]{10}$/m);
  expect(await story.tell('advance 61m')).toMatch(/Taken away/);
  expect(await story.tell('in myVM: cat /home/deploy/.ssh/authorized_keys')).not.toContain(blob);
  expect(await story.tell('in myVM: id deploy')).toContain('sudo');
});

test('the check of keys has the button', async () => {
  await using story = await startStory(await loadWorld());
  const form = await story.tell('alice> /vm connect-check legacy-01 from 203.0.113.7', 'alice> click "Add an SSH key"');
  expect(form).toMatch(/== Add an SSH key ==.*The user to log in as/s);
});
