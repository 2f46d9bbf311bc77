import { describe, expect, test } from 'vitest';
import { loadWorld } from '../../sandbox/world/load.ts';
import type { World } from '../../sandbox/world/world.ts';
import { startStory } from './story.ts';

const group = '/subscriptions/6f1c2b7e-0d3a-4b52-9c11-5a7e1c2d3e4f/resourceGroups/myResourceGroup';
const vmId = `${group}/providers/Microsoft.Compute/virtualMachines/myVM`;

const nsgId = `${group}/providers/Microsoft.Network/networkSecurityGroups/myVM-nsg`;

/** The bot's rules that let somebody in. */
function doors(world: World): string[] {
  const rules = (world.get(nsgId)?.properties.securityRules ?? []) as {
    name: string;
    properties: { access: string };
  }[];
  return rules
    .filter(({ name, properties }) => name.startsWith('drawbridge-') && properties.access === 'Allow')
    .map(({ name }) => name);
}

/** A story in which the host keys of myVM are approved already. */
async function startTrusted(given?: World) {
  const world = given ?? (await loadWorld());
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
  expect(asked).toContain('*Command*, written freely, run as `drawbridge` at `20.51.230.13:22`:');
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
  expect(asked).toMatch(/`path` cannot begin with "v".*The policy does not allow commands of your own here/);
});

describe('the door that the bot needs', () => {
  const fromBot = 'from 198.51.100.10 for 1h because INC-1';
  const approve = 'bob in #vm-approvals> click "Approve"';

  test('is asked for although the command needs nobody, and is closed when it has ended', async () => {
    const world = await loadWorld();
    await using story = await startTrusted(world);
    const asked = await story.tell('alice> /vm run myVM uptime');
    expect(asked).toContain('Needs approval: command on myVM');
    expect(asked).toContain('from the template `uptime`');
    expect(asked).toContain('Allow TCP 22 from 198.51.100.10 to 10.0.0.4 in myVM-nsg');
    expect(asked).not.toContain('load average');
    expect(doors(world)).toEqual([]);
    const approved = await story.tell(approve);
    expect(approved).toContain('load average');
    expect(doors(world)).toEqual([]);
  });

  test('is there already: then what needs nobody runs at once, and no longer when that is closed', async () => {
    const world = await loadWorld();
    await using story = await startTrusted(world);
    await story.tell(`alice> /vm open myVM ${fromBot}`, approve);
    expect(await story.tell('alice> /vm run myVM uptime')).toContain('load average');
    expect(doors(world)).toHaveLength(1);
    await story.tell('alice> click "I\'m done"');
    expect(doors(world)).toEqual([]);
    const after = await story.tell('alice> /vm run myVM uptime');
    expect(after).toContain('Needs approval: command on myVM');
    expect(after).not.toContain('load average');
  });

  test('is closed where the command is on no condition run: the VM shows another key', async () => {
    const world = await loadWorld();
    await using story = await startTrusted(world);
    await story.tell('alice> /vm run myVM uptime', 'rotate host keys of myVM');
    const approved = await story.tell(approve);
    expect(approved).toContain('Nothing was run, and the bot did not try to log in');
    expect(approved).not.toContain('load average');
    expect(doors(world)).toEqual([]);
  });

  test('is closed by Microsoft Defender alone where that opens it, and nobody says otherwise', async () => {
    const world = await loadWorld();
    const port = { number: 22, protocol: '*', allowedSourceAddressPrefix: '*', maxRequestAccessDuration: 'PT3H' };
    world.put({
      id: `${group}/providers/Microsoft.Security/locations/eastus/jitNetworkAccessPolicies/default`,
      location: 'eastus',
      properties: { virtualMachines: [{ id: vmId, ports: [port] }], provisioningState: 'Succeeded' },
    });
    await using story = await startTrusted(world);
    const asked = await story.tell('alice> /vm run myVM uptime');
    expect(asked).toContain('Have Microsoft Defender open TCP 22 to 198.51.100.10');
    expect(asked).toContain('it cannot be closed early');
    const approved = await story.tell(approve);
    expect(approved).toContain('load average');
    expect(approved).toContain('is closed by Microsoft Defender, at its time and not before');
    expect(asked + approved).not.toMatch(/closed again/);
  });
});

describe('another machine, or another key', () => {
  test('is told in one alarm, however often and by whom it is met', async () => {
    const world = await loadWorld();
    await using story = await startTrusted(world);
    await story.tell(
      'alice> /vm open myVM from 198.51.100.10 for 1h because INC-1',
      'bob in #vm-approvals> click "Approve"',
    );
    await story.tell('rotate host keys of myVM');
    const seen = await story.tell(
      'alice> /vm run myVM uptime',
      'bob> /vm run myVM uptime',
      'bob> /vm fingerprint myVM',
      'alice> /vm run myVM uptime',
    );
    expect(seen.match(/Nothing was run, and the bot did not try to log in/g)?.length).toBeGreaterThanOrEqual(3);
    expect(seen.match(/Drawbridge in #vm-approvals:/g)).toHaveLength(1);
    expect(seen).not.toContain('load average');
  });

  test('a command that was approved for a machine is not run on the one that took its name', async () => {
    await using story = await startTrusted();
    await story.tell('alice> /vm run myVM because INC-1 -- id -un', 're-create myVM');
    const approved = await story.tell('bob in #vm-approvals> click "Approve"');
    expect(approved).toContain('made anew under the same name');
    expect(approved).not.toContain('It exited');
    const again = await story.tell('alice> /vm run myVM uptime');
    expect(again).toMatch(/made anew|another machine/);
    expect(again).not.toContain('load average');
  });
});
