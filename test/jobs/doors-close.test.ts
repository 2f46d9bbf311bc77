import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { loadWorld } from '../../sandbox/world/load.ts';
import { faultSchema } from '../../sandbox/world/schema.ts';
import type { World } from '../../sandbox/world/world.ts';
import { type Story, startStory } from '../handlers/story.ts';

const production = '/subscriptions/6f1c2b7e-0d3a-4b52-9c11-5a7e1c2d3e4f/resourceGroups';
const myNsg = `${production}/myResourceGroup/providers/Microsoft.Network/networkSecurityGroups/myVM-nsg`;
const myVm = `${production}/myResourceGroup/providers/Microsoft.Compute/virtualMachines/myVM`;
const approve = 'bob in #vm-approvals> click "Approve"';

interface Rule {
  name: string;
  properties: { access: string; description?: string };
}

let story: Story;
let world: World;
beforeEach(async () => {
  world = await loadWorld();
  story = await startStory(world);
  onTestFinished(() => story[Symbol.asyncDispose]());
});

/** Names of the bot's rules that let somebody in, in all groups. */
function doors(): string[] {
  return world
    .list('Microsoft.Network/networkSecurityGroups')
    .flatMap(({ properties }) => (properties.securityRules ?? []) as Rule[])
    .filter(({ name, properties }) => name.startsWith('drawbridge-') && properties.access === 'Allow')
    .map(({ name }) => name);
}

function rulesOf(nsgId: string): Rule[] {
  return (world.get(nsgId)?.properties.securityRules ?? []) as Rule[];
}

function strike(fault: object): void {
  world.faults.push(faultSchema.parse(fault));
}

const open = (from: string, time = '30m') => `alice> /vm open myVM from ${from} for ${time} because INC-1`;

describe('at its end a door is closed', () => {
  test('although the VM could not be read when it was opened', async () => {
    await story.tell(open('203.0.113.7'));
    strike({ kind: 'forbidden', target: myVm, action: '*/virtualMachines/read', after: 1 });
    const seen = await story.tell(approve);
    expect(seen).toContain('Whether it helps could not be seen');
    expect(doors()).toHaveLength(1);
    await story.tell('advance 30m');
    expect(doors()).toEqual([]);
  });

  test('although the write was never answered and cannot be looked at', async () => {
    await story.tell(open('203.0.113.7'));
    strike({ kind: 'unanswered', action: '*/securityRules/write', times: 1 });
    strike({ kind: 'forbidden', action: '*/securityRules/read' });
    await story.tell(approve);
    expect(doors()).toHaveLength(1);
    expect(await story.tell('alice> /vm grants')).toContain('I’m done'.replace('’', "'"));
    world.faults.splice(0);
    await story.tell('advance 30m');
    expect(doors()).toEqual([]);
  });

  test('although another one cannot be looked at', async () => {
    await story.tell(open('203.0.113.7'), approve, open('203.0.113.8'), approve, open('203.0.113.9'), approve);
    const [first = ''] = doors();
    strike({ kind: 'forbidden', target: `*${first}`, action: '*/securityRules/read' });
    const seen = await story.tell('advance 30m');
    expect(doors()).toEqual([first]);
    expect(seen).toContain('It could not be closed');
    world.faults.splice(0);
    await story.tell('advance 5m');
    expect(doors()).toEqual([]);
  });

  test('in each group, although one of them cannot be read', async () => {
    const front = `${production}/production/providers/Microsoft.Network/networkSecurityGroups/front-nsg`;
    await story.tell('alice> /vm open api-01 from 198.18.0.7 for 30m because INC-1', approve);
    expect(doors()).toHaveLength(2);
    strike({ kind: 'forbidden', target: `${front}/*`, action: '*/securityRules/read' });
    await story.tell('advance 30m');
    expect(doors()).toHaveLength(1);
  });

  test('by a rule that denies, where whatever reason keeps it from being deleted', async () => {
    await story.tell(open('203.0.113.7'), approve);
    strike({ kind: 'forbidden', action: '*/securityRules/delete' });
    const seen = await story.tell('advance 30m');
    expect(doors()).toEqual([]);
    expect(seen).toContain('Closed');
  });

  test('although the clock was set back in between', async () => {
    await story.tell(open('203.0.113.7'), approve);
    story.sandbox.clock.advance(-3_600_000);
    await story.sandbox.bot.pass();
    await story.tell('advance 90m');
    expect(doors()).toEqual([]);
  });
});

describe('what somebody does by hand', () => {
  const edit = (change: (rule: Rule) => void) => {
    const rules = rulesOf(myNsg);
    for (const rule of rules) if (rule.name.startsWith('drawbridge-')) change(rule);
    world.changed();
  };

  test('to the proof of a rule is told while it can still be mended, and shouted about at the end', async () => {
    await story.tell(open('203.0.113.7'), approve);
    const proof = rulesOf(myNsg).find(({ name }) => name.startsWith('drawbridge-'))?.properties.description;
    edit((rule) => {
      rule.properties.description = 'temporary SSH for Alice';
    });
    expect(await story.tell('advance 1m')).toContain('no longer proves that it is the bot');
    expect(await story.tell('advance 1m')).not.toContain('no longer proves');
    expect(await story.tell('advance 30m')).toContain('Close it by hand');
    expect(doors()).toHaveLength(1);
    edit((rule) => {
      rule.properties.description = proof ?? '';
    });
    await story.tell('advance 5m');
    expect(doors()).toEqual([]);
  });

  test('to its source is told', async () => {
    await story.tell(open('203.0.113.7'), approve);
    edit((rule) => Object.assign(rule.properties, { sourceAddressPrefix: '*' }));
    expect(await story.tell('advance 1m')).toContain('its source is * and not 203.0.113.7');
  });

  test('a rule that comes back after its end goes again', async () => {
    await story.tell(open('203.0.113.7'), approve);
    const kept = rulesOf(myNsg).filter(({ name }) => name.startsWith('drawbridge-'));
    await story.tell('advance 30m');
    rulesOf(myNsg).push(...kept);
    world.changed();
    expect(await story.tell('advance 1m')).toContain('brought it back');
    expect(doors()).toEqual([]);
  });
});

describe('more time', () => {
  const extend = [
    'alice in @drawbridge> click "Extend"',
    'alice> choose "30 min"',
    'alice> fill "Why" with "longer"',
    'alice> submit',
  ];

  test('is not given to a grant that was closed meanwhile, and nothing is open then', async () => {
    await story.tell(open('203.0.113.7'), approve, ...extend, 'alice in @drawbridge> click "I\'m done"');
    expect(doors()).toEqual([]);
    const seen = await story.tell('bob in #vm-approvals> click "Approve" on "more time"');
    expect(seen).toContain('The grant was over before');
    expect(doors()).toEqual([]);
  });

  test('is not given to a machine that was created anew', async () => {
    await story.tell(open('203.0.113.7'), approve, ...extend);
    const vm = world.get(myVm);
    if (vm === undefined) throw new Error('no VM');
    world.put({ ...vm, properties: { ...vm.properties, vmId: '11111111-2222-4333-8444-555566667777' } });
    const seen = await story.tell('bob in #vm-approvals> click "Approve" on "more time"');
    expect(seen).toContain('made anew under the same name');
    await story.tell('advance 30m');
    expect(doors()).toEqual([]);
  });
});

test('a policy that has become stricter since is heeded when it is carried out', async () => {
  await story.tell(open('203.0.113.7'));
  const vm = world.get(myVm);
  if (vm === undefined) throw new Error('no VM');
  world.put({ ...vm, tags: { ...(vm.tags as object), tier: 'data' } });
  const seen = await story.tell(approve);
  expect(seen).toContain('takes 2 approvals, and it has 1');
  expect(doors()).toEqual([]);
});
