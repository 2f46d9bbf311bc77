import { afterEach, expect, test } from 'vitest';
import { scriptClock } from '../../sandbox/clock.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { parseWorld } from '../../sandbox/world/load.ts';
import { fingerprintOf } from '../../src/core/host-keys/host-key.ts';
import { ids, ordinaryWorld } from '../azure/ordinary-world.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function start(more: { world?: object; policy?: object } = {}): Promise<void> {
  const world = {
    ...ordinaryWorld(),
    slack: {
      users: [
        { id: 'U0ALICE', name: 'alice' },
        { id: 'U0BOB', name: 'bob' },
      ],
      userGroups: [{ id: 'S0OPS', handle: 'ops', users: ['U0BOB'] }],
      channels: [{ id: 'C0GENERAL', name: 'general', members: ['U0ALICE', 'U0BOB'] }],
    },
    bot: more.policy === undefined ? {} : { policy: more.policy },
    ...more.world,
  };
  const clock = scriptClock(Date.UTC(2026, 0, 15, 9));
  sandbox = await startSandbox({ world: parseWorld(JSON.stringify(world), 'world.json'), clock, fast: true });
}

async function say(userId: string, words: string): Promise<string> {
  await sandbox.slack.workspace.type(userId, 'C0GENERAL', words);
  await sandbox.settle();
  const { channels } = sandbox.slack.workspace.view(userId);
  return JSON.stringify(channels.find(({ id }) => id === 'C0GENERAL')?.messages.at(-1));
}

test('the address that was given is remembered, and another command goes on from it', async () => {
  await start();
  expect(await say('U0ALICE', '/vm connect web')).toContain('SSH to port 22 · ');
  expect(await say('U0ALICE', '/vm connect web from 203.0.113.7')).toContain('SSH to port 22 from `203.0.113.7`');
  expect(await say('U0ALICE', '/vm my-ip')).toContain('203.0.113.7');
  expect(await say('U0ALICE', '/vm connect web port 2222')).toContain('ssh -p 2222 azureuser@20.1.2.3');
});

test('who may not check the connection is not told how to connect', async () => {
  const rules = [{ name: 'all', defaults: { request: ['S0OPS'] }, actions: { 'connect-check': {} } }];
  await start({ policy: { rules } });
  const refused = await say('U0ALICE', '/vm connect web');
  expect(refused).toContain('may');
  expect(refused).not.toMatch(/20\.1\.2\.3|azureuser/);
  expect(await say('U0BOB', '/vm connect web')).toContain('ssh azureuser@20.1.2.3');
});

test('an interface that may not be read leaves the ways that need no address, and says why', async () => {
  const faults = [{ target: ids.nic, kind: 'forbidden' }];
  await start({ world: { ...ordinaryWorld({}, [], faults) } });
  const shown = await say('U0ALICE', '/vm connect web from 203.0.113.7');
  expect(shown).toContain('Whether it has a public address is not known');
  expect(shown).toContain('az network bastion ssh');
  expect(shown).not.toContain('ssh azureuser@');
});

test('the fingerprint is the one that was approved, and only for this very machine', async () => {
  await start();
  const machineId = '99999999-1111-4222-8333-444444444444';
  const base64 = Buffer.concat([
    Buffer.from([0, 0, 0, 11]),
    Buffer.from('ssh-ed25519'),
    Buffer.from([0, 0, 0, 32]),
    Buffer.alloc(32),
  ]).toString('base64');
  const keys = [{ type: 'ssh-ed25519', base64 }];
  const pin = { vmId: ids.vm, machineId, keys, requestId: 'r1', approvedBy: ['U0BOB'], pinnedAtMs: 0 };
  expect(await say('U0ALICE', '/vm connect web')).toContain('None is approved yet');
  await sandbox.store.hostKeys.pin(pin, undefined);
  expect(await say('U0ALICE', '/vm connect web')).toContain(fingerprintOf({ type: 'ssh-ed25519', base64 }));
  await sandbox.store.hostKeys.pin({ ...pin, machineId: 'another', requestId: 'r2' }, 'r1');
  const anew = await say('U0ALICE', '/vm connect web');
  expect(anew).toContain('of another machine');
  expect(anew).not.toContain('SHA256:');
});
