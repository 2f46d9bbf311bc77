import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadWorld, parseWorld } from '../../sandbox/world/load.ts';
import { type Story, startStory } from './story.ts';

let story: Story;
beforeEach(async () => {
  const world = await loadWorld();
  // Whoever is in the channel can press what is there.
  const everybody = world.slack.users.map(({ id }) => id);
  for (const channel of world.slack.channels) if (channel.name === 'vm-approvals') channel.members = everybody;
  story = await startStory(world);
});
afterEach(() => story[Symbol.asyncDispose]());

const ask = 'alice> /vm open myVM from 203.0.113.7 for 1h because INC-1';

/** Presses a button of the newest card in #vm-approvals as somebody, whatever they are shown. */
async function press(userId: string, actionId: string): Promise<unknown> {
  const { workspace } = story.sandbox.slack;
  const channel = workspace.view('U0BOB').channels.find(({ name }) => name === 'vm-approvals');
  const card = channel?.messages.findLast(({ blocks }) => blocks.some(({ type }) => type === 'header'));
  return workspace.click(userId, {
    place: { in: 'message', channel: channel?.id ?? '', ts: card?.ts ?? '', ephemeral: false },
    blockId: 'request',
    actionId,
  });
}

const puts = () =>
  story.sandbox.arm.requests.filter(({ method, path }) => method === 'PUT' && /securityRules/.test(path));

test('two people and one person twice, all at once, carry it out once', async () => {
  await story.tell(ask);
  await Promise.all([
    press('U0BOB', 'request:approve'),
    press('U0BOB', 'request:approve'),
    press('U0CAROL', 'request:approve'),
  ]);
  await story.sandbox.settle();
  expect(puts()).toHaveLength(1);
  expect(await story.tell('alice> /vm grants')).toContain('open port 22 of `myVM` to `203.0.113.7` for 1 h');
});

test('a click that Slack delivers again changes nothing', async () => {
  await story.tell(ask, 'bob in #vm-approvals> click "Approve"', 'slack> fault {"kind": "redelivered"}');
  expect(puts()).toHaveLength(1);
});

test.each([
  ['the person who asked', 'U0ALICE', /nobody approves their own request/],
  ['a guest', 'U0GUEST', /guest/],
  ['somebody of another company', 'U0PARTNER', /another Slack workspace/],
])('%s cannot approve it, even with the button in hand', async (_, userId, why) => {
  await story.tell(ask);
  const outcome = await press(userId, 'request:approve');
  await story.sandbox.settle();
  const told = JSON.stringify(story.sandbox.slack.workspace.view(userId).channels) + JSON.stringify(outcome);
  expect(told).toMatch(why);
  expect(puts()).toHaveLength(0);
});

test('nothing is asked for where people of another company could read it', async () => {
  const file = JSON.parse(await readFile(new URL('../../sandbox/worlds/default.json', import.meta.url), 'utf8'));
  file.bot.approvals = 'C0SHARED';
  await using other = await startStory(parseWorld(JSON.stringify(file), 'world.json'));
  const seen = await other.tell(ask);
  expect(seen).toContain('shared with another organisation');
  expect(seen).not.toContain('#ext-fabrikam');
});

test('a VM that was created anew under the same name is another one', async () => {
  const { world } = story.sandbox;
  await story.tell(ask);
  const id =
    '/subscriptions/6f1c2b7e-0d3a-4b52-9c11-5a7e1c2d3e4f/resourceGroups/myResourceGroup/providers/Microsoft.Compute/virtualMachines/myVM';
  const vm = world.get(id);
  if (vm === undefined) throw new Error('no VM');
  world.put({ ...vm, properties: { ...vm.properties, vmId: '11111111-2222-4333-8444-555566667777' } });
  const seen = await story.tell('bob in #vm-approvals> click "Approve"');
  expect(seen).toContain('made anew under the same name');
  expect(puts()).toHaveLength(0);
});

test('what changed in Azure since it was asked for is shown, and it is not done', async () => {
  const nsg =
    '/subscriptions/6f1c2b7e-0d3a-4b52-9c11-5a7e1c2d3e4f/resourceGroups/myResourceGroup/providers/Microsoft.Network/networkSecurityGroups/myVM-nsg';
  const deny =
    '{"properties": {"access": "Deny", "direction": "Inbound", "priority": 200, "protocol": "*", "sourceAddressPrefix": "*", "sourcePortRange": "*", "destinationAddressPrefix": "*", "destinationPortRange": "22"}}';
  const seen = await story.tell(
    ask,
    `azure> PUT ${nsg}/securityRules/deny-all ${deny}`,
    'bob in #vm-approvals> click "Approve"',
  );
  expect(seen).toContain('would no longer be what was approved');
  expect(puts().filter(({ path }) => path.includes('drawbridge'))).toHaveLength(0);
});
