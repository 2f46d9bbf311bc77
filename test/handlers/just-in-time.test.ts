import { expect, test } from 'vitest';
import { loadWorld } from '../../sandbox/world/load.ts';
import { startStory } from './story.ts';

const group = '/subscriptions/6f1c2b7e-0d3a-4b52-9c11-5a7e1c2d3e4f/resourceGroups/myResourceGroup';
const vmId = `${group}/providers/Microsoft.Compute/virtualMachines/myVM`;
const nsgId = `${group}/providers/Microsoft.Network/networkSecurityGroups/myVM-nsg`;

/** The default company, with Microsoft Defender guarding port 22 of myVM for three hours at most. */
async function start() {
  const world = await loadWorld();
  world.put({
    id: `${group}/providers/Microsoft.Security/locations/eastus/jitNetworkAccessPolicies/default`,
    location: 'eastus',
    properties: {
      virtualMachines: [
        {
          id: vmId,
          ports: [{ number: 22, protocol: '*', allowedSourceAddressPrefix: '*', maxRequestAccessDuration: 'PT3H' }],
        },
      ],
      provisioningState: 'Succeeded',
    },
  });
  const story = await startStory(world);
  const rules = () => {
    const held = world.get(nsgId)?.properties.securityRules as { name: string; properties: { access: string } }[];
    return held.filter(({ properties }) => properties.access === 'Allow').map(({ name }) => name);
  };
  return { story, rules };
}

test('where Defender guards the port, it is asked to open it, and closes it by itself', async () => {
  const { story, rules } = await start();
  await using _ = story;
  const before = rules();
  const asked = await story.tell('alice> /vm open myVM from 203.0.113.7 for 1h because INC-1');
  expect(asked).toContain('Have Microsoft Defender open TCP 22 to 203.0.113.7');
  expect(asked).toContain('it cannot be closed early');
  const approved = await story.tell('bob in #vm-approvals> click "Approve"');
  expect(approved).toContain('ssh azureuser@20.51.230.13');
  expect(approved).not.toMatch(/\[(Close now|I'm done|Extend)\]/);
  expect(rules().filter((name) => name.startsWith('drawbridge-'))).toEqual([]);
  expect(rules()).toHaveLength(before.length + 1);
  const ended = await story.tell('advance 1h', 'alice> /vm grants');
  expect(ended).toContain('Nothing is open at the moment.');
  expect(ended).toContain('Microsoft Defender closes it by itself');
  expect(rules()).toEqual(before);
});

test("longer than Defender's policy allows is refused with its number", async () => {
  const { story } = await start();
  await using _ = story;
  expect(await story.tell('alice> /vm open myVM from 203.0.113.7 for 4h because INC-1')).toContain('for 3 h at most');
});
