import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realSandboxClock } from '../../sandbox/clock.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import type { MessageView } from '../../sandbox/slack/workspace.ts';
import { parseWorld } from '../../sandbox/world/load.ts';
import { actionIds } from '../../src/views/action-ids.ts';
import { until } from '../sandbox/slack/start-app.ts';

/** A command that runs until somebody ends it, on the clock of the machine: time passes while people press buttons. */

const vmId =
  '/subscriptions/6f1c2b7e-0d3a-4b52-9c11-5a7e1c2d3e4f/resourceGroups/production/providers/Microsoft.Compute/virtualMachines/jump';
const general = 'C0GENERAL';
let sandbox: Sandbox;

beforeEach(async () => {
  const file = JSON.parse(readFileSync(new URL('../../sandbox/worlds/default.json', import.meta.url), 'utf8'));
  const rules = [
    {
      name: 'all',
      defaults: { request: 'everyone', approve: 'S0ONCALL' },
      actions: { 'connect-check': {}, run: { withoutApproval: ['wait'] } },
    },
  ];
  const slack = { ...file.slack, users: [...file.slack.users, { id: 'U0DAVE', name: 'dave' }] };
  const world = parseWorld(
    JSON.stringify({ ...file, slack, bot: { ...file.bot, commands: { wait: 'sleep 600' }, policy: { rules } } }),
    'world.json',
  );
  sandbox = await startSandbox({ world, clock: realSandboxClock(), fast: true });
  const { vmId: machineId = '' } = (world.get(vmId)?.properties ?? {}) as { vmId?: string };
  const keys = sandbox.fleet.hostKeys(vmId).map((line) => {
    const [type = '', base64 = ''] = line.split(' ');
    return { type, base64 };
  });
  const pin = { vmId, machineId, keys, requestId: 'pinnedkeys', approvedBy: ['U0BOB'], pinnedAtMs: 1 };
  await sandbox.store.hostKeys.pin(pin, undefined);
});

afterEach(() => sandbox.close());

const seenBy = (userId: string): readonly MessageView[] =>
  sandbox.slack.workspace.view(userId).channels.find(({ id }) => id === general)?.messages ?? [];
const text = (message: MessageView | undefined) => JSON.stringify(message?.blocks ?? []);

async function begin(): Promise<MessageView> {
  await sandbox.slack.workspace.type('U0ALICE', general, '/vm run production/jump wait');
  await until(sandbox.slack, () => seenBy('U0ALICE').some((each) => text(each).includes(actionIds.cancelAct)));
  const message = seenBy('U0ALICE').find((each) => text(each).includes(actionIds.cancelAct));
  if (message === undefined) throw new Error('nobody sees that it is under way');
  return message;
}

const press = (userId: string, { ts }: MessageView) =>
  sandbox.slack.workspace.click(userId, {
    place: { in: 'message', channel: general, ts },
    blockId: 'output',
    actionId: actionIds.cancelAct,
  });

const now = (message: MessageView) => text(seenBy('U0ALICE').find(({ ts }) => ts === message.ts));

test.each([
  ['who asked', 'U0ALICE'],
  ['who approves there', 'U0BOB'],
])('%s ends it, and it is said', async (_, userId) => {
  const message = await begin();
  await press(userId, message);
  await until(sandbox.slack, () => now(message).includes('cancelled'));
  expect(now(message)).not.toContain(actionIds.cancelAct);
  await sandbox.settle();
  const [request] = await sandbox.store.requests.list({ requester: 'U0ALICE', limit: 1 });
  expect(request).toMatchObject({ state: 'failed', cancelAsked: { by: userId } });
});

test('somebody else does not', async () => {
  const message = await begin();
  await press('U0DAVE', message);
  await until(sandbox.slack, () => text(seenBy('U0DAVE').at(-1)).includes('only who asked for it'));
  expect(now(message)).toContain(actionIds.cancelAct);
  await press('U0ALICE', message);
  await until(sandbox.slack, () => now(message).includes('cancelled'));
});
