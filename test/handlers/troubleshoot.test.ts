import { describe, expect, test } from 'vitest';
import { parseWorld } from '../../sandbox/world/load.ts';
import { ids, ordinaryWorld } from '../azure/ordinary-world.ts';
import { keyLine } from '../core/troubleshoot/machines.ts';
import { startStory } from './story.ts';

const action = 'Microsoft.Compute/virtualMachines/runCommand/action';

interface Scene {
  readonly guest?: object;
  readonly faults?: readonly object[];
  readonly vm?: object;
  readonly policy?: object;
}

/** The world of one VM, and alice, who may look into it. */
function story({ guest, faults = [], vm, policy }: Scene = {}) {
  const world = {
    ...ordinaryWorld(vm === undefined ? {} : { web: vm as never }, [], faults as never[]),
    ...(guest !== undefined && { guests: { [ids.vm]: guest } }),
    slack: {
      users: [{ id: 'U0ALICE', name: 'alice' }],
      channels: [{ id: 'C0GENERAL', name: 'general', members: ['U0ALICE'] }],
    },
    ...(policy !== undefined && { bot: { policy } }),
  };
  return startStory(parseWorld(JSON.stringify(world), 'world.json'));
}

const look = 'alice> /vm troubleshoot web';

describe('what is found', () => {
  test('a healthy guest: nothing is in the way', async () => {
    await using told = await story({ guest: { users: [{ name: 'azureuser', keys: [keyLine] }] } });
    const seen = await told.tell(look, `alice> /vm troubleshoot web key ${keyLine}`);
    expect(seen).toContain('Nothing was found in the way of SSH for azureuser on web');
    expect(seen).toContain('Your key is there: ssh-ed25519 `SHA256:');
    expect(seen).not.toMatch(/:x:|:warning:/);
  });

  test('a sick guest, mended by what the report says', async () => {
    await using told = await story({
      guest: {
        users: [{ name: 'azureuser', keys: [], expires: '2025-06-30' }],
        files: { '/home/azureuser/.ssh/authorized_keys': { content: `${keyLine}\n`, mode: '666', owner: 'azureuser' } },
        sshd: { running: false },
      },
    });
    const sick = await told.tell(look);
    expect(sick).toContain('3 things stand in the way');
    const mends = [...sick.matchAll(/```\n([\s\S]*?)\n\s*```/g)].flatMap(([, text = '']) => text.split('\n'));
    expect(mends.map((line) => line.trim())).toEqual([
      'sudo systemctl start ssh',
      'sudo chage -E -1 azureuser',
      'sudo chmod 600 /home/azureuser/.ssh/authorized_keys',
    ]);
    await told.tell(...mends.map((line) => `in web: ${line.trim()}`));
    const well = await told.tell('alice> click "Look again"');
    expect(well).toContain('Drawbridge changes a message');
    expect(well).toContain('Nothing was found in the way');
  });

  test('whether the remembered address is banned', async () => {
    await using told = await story({ guest: { state: { fail2ban: { banned: ['203.0.113.7'] } } } });
    expect(await told.tell(look)).toContain('whether yours is among them is not known');
    const banned = await told.tell('alice> /vm my-ip 203.0.113.7', look);
    expect(banned).toMatch(/fail2ban has banned `203\.0\.113\.7`/);
    expect(banned).toContain('sudo fail2ban-client set sshd unbanip 203.0.113.7');
    const other = await told.tell('alice> /vm my-ip 203.0.113.8', look);
    expect(other).toContain('and not `203.0.113.8`');
  });
});

describe('what cannot be found out', () => {
  const conflict = {
    kind: 'error',
    status: 409,
    code: 'Conflict',
    message:
      'Run command extension execution is in progress. Please wait for completion before invoking a run command.',
    action,
  };
  test.each([
    ['a missing permission', [{ kind: 'forbidden', action }], new RegExp(`may not do this[\\s\\S]*${action}`)],
    ['another script', [conflict], /Another script is running/],
    ['an answer that is lost, every time', [{ kind: 'unanswered', action }], /broke off[\s\S]*look at the VM/],
    [
      'a silent agent',
      [{ kind: 'operation-fails', action, code: 'VMAgentStatusCommunicationError', message: 'x' }],
      /agent does not answer[\s\S]*Restart/,
    ],
  ])('%s', async (_, faults, words) => {
    await using told = await story({ faults });
    expect(await told.tell(look)).toMatch(words);
  });

  test('the status of the VM may not be read: nothing is sent', async () => {
    const read = 'Microsoft.Compute/virtualMachines/instanceView/read';
    const faults = [
      {
        kind: 'error',
        status: 403,
        code: 'AuthorizationFailed',
        action: 'Microsoft.Compute/virtualMachines/read',
        message: `The client 'x' does not have authorization to perform action '${read}' over scope '/x'.`,
        times: 1,
      },
    ];
    await using told = await story({ faults });
    const seen = await told.tell(look);
    expect(seen).toContain(read);
    expect(seen).not.toContain('Looking into');
  });

  test('who the user is, where Azure does not say', async () => {
    await using told = await story({ vm: { osProfile: undefined } });
    expect(await told.tell(look)).toMatch(/which user `web` was made with[\s\S]*add `user`/);
    expect(await told.tell(`${look} user azureuser`)).toContain('for azureuser on web');
  });

  test('after half an hour the button no longer knows what it was about', async () => {
    await using told = await story();
    expect(await told.tell(look, 'advance 31m', 'alice> click "Look again"')).toContain('too long ago');
  });
});

test('the policy is asked first, and at every look', async () => {
  const rule = (actions: object) => ({ rules: [{ name: 'all', defaults: { request: 'everyone' }, actions }] });
  await using told = await story({ policy: rule({ 'connect-check': {} }) });
  const seen = await told.tell(look);
  expect(seen).toMatch(/Nobody may look into `web`/);
  expect(seen).not.toContain('Looking into');
});
