import { expect, test } from 'vitest';
import { loadWorld } from '../../sandbox/world/load.ts';
import { startStory } from './story.ts';

const group = '/subscriptions/6f1c2b7e-0d3a-4b52-9c11-5a7e1c2d3e4f/resourceGroups/myResourceGroup';
const vmId = `${group}/providers/Microsoft.Compute/virtualMachines/myVM`;

/** A story in which the host keys of myVM are approved already. */
async function startTrusted() {
  const world = await loadWorld();
  const story = await startStory(world);
  const vm = world.get(vmId);
  const { vmId: machineId = '' } = (vm?.properties ?? {}) as { vmId?: string };
  const keys = story.sandbox.fleet.hostKeys(vmId).map((line) => {
    const [type = '', base64 = ''] = line.split(' ');
    return { type, base64 };
  });
  const pin = { vmId, machineId, keys, requestId: 'pinnedkeys', approvedBy: ['U0BOB'], pinnedAtMs: 1 };
  await story.sandbox.store.hostKeys.pin(pin, undefined);
  return story;
}

test('a command is approved on its exact bytes, runs, and shows what it prints', async () => {
  await using story = await startTrusted();
  const asked = await story.tell('alice> /vm run myVM because INC-1 -- uname -a');
  expect(asked).toContain('*Command*, written freely, run as `azureuser` at `20.51.230.13:22`:');
  expect(asked).toContain('28ba533b0f3c4df63d6b4a5ead73860697bdf735bb353e4ca928474889eb8a15');
  expect(asked).toContain('Allow TCP 22 from 198.51.100.10 to 10.0.0.4 in myVM-nsg');
  const approved = await story.tell('bob in #vm-approvals> click "Approve"');
  expect(approved).toContain('It exited with status 0.');
  expect(approved).toContain('Linux myVM 6.8.0-1021-azure');
  expect(approved).toContain('What was opened for it is closed again');
});

test('what a client did to a command is said, and the command shown as it is read', async () => {
  await using story = await startTrusted();
  const asked = await story.tell('alice> /vm run myVM because INC-1 — grep —count “a b” /etc/motd');
  expect(asked).toMatch(/long dashes of `--`.*quotes curly.*is read as:/);
  expect(asked).toContain('grep --count "a b" /etc/motd');
});

test('where commands of one’s own are not allowed, it is said why it is not the template that it looks like', async () => {
  await using story = await startTrusted();
  const asked = await story.tell('alice> /vm run db-01 because INC-1 -- df -h var');
  expect(asked).toMatch(/`mount` cannot begin with "v".*The policy does not allow commands of your own here/);
});
