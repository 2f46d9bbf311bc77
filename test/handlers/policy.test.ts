import { afterEach, describe, expect, test } from 'vitest';
import { scriptClock } from '../../sandbox/clock.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { parseWorld } from '../../sandbox/world/load.ts';
import { ordinaryWorld } from '../azure/ordinary-world.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

/** The world of one VM, with somebody in every role. */
async function start(policy: object | undefined): Promise<void> {
  const world = {
    ...ordinaryWorld(),
    slack: {
      users: [
        { id: 'U0ALICE', name: 'alice' },
        { id: 'U0BOB', name: 'bob' },
        { id: 'U0GUEST', name: 'gwen', guest: true },
      ],
      userGroups: [{ id: 'S0OPS', handle: 'ops', users: ['U0BOB'] }],
      channels: [{ id: 'C0GENERAL', name: 'general', members: ['U0ALICE', 'U0BOB', 'U0GUEST'] }],
    },
    bot: policy === undefined ? {} : { policy },
  };
  const clock = scriptClock(Date.UTC(2026, 0, 15, 9));
  sandbox = await startSandbox({ world: parseWorld(JSON.stringify(world), 'world.json'), clock, fast: true });
}

async function say(userId: string, words: string): Promise<string> {
  await sandbox.slack.workspace.type(userId, 'C0GENERAL', words);
  await sandbox.settle();
  return JSON.stringify(newest(userId));
}
const newest = (userId: string) =>
  sandbox.slack.workspace
    .view(userId)
    .channels.find(({ id }) => id === 'C0GENERAL')
    ?.messages.at(-1);

const check = '/vm connect-check web from 203.0.113.7';
const rules = (request: unknown) => ({
  rules: [{ name: 'all', defaults: { request }, actions: { 'connect-check': {} } }],
});

describe('connect-check', () => {
  test('without any policy nobody may, and the operator reads what to set', async () => {
    await start({});
    const shown = await say('U0ALICE', check);
    expect(shown).toMatch(/Nobody may check `web` yet: the bot has no policy.*policy\.admins/);
    expect(await say('U0ALICE', '/vm help')).toContain('/vm connect-check');
  });

  test('where the world says nothing, every full member may', async () => {
    await start(undefined);
    expect(await say('U0ALICE', check)).toContain('SSH to port 22');
    expect(await say('U0GUEST', check)).toContain('You are a guest');
  });

  test('a refusal shows no address and no rule, and no near names to guests', async () => {
    await start(rules(['S0OPS']));
    const shown = await say('U0ALICE', check);
    expect(shown).toMatch(/You may not check `web`.*<!subteam\^S0OPS>/);
    expect(shown).not.toMatch(/\d+\.\d+\.\d+\.\d+|priority|Allow|nsg/i);
    expect(await say('U0BOB', check)).toContain('SSH to port 22');
    const guess = await say('U0GUEST', '/vm connect-check wep from 203.0.113.7');
    expect(guess).toContain('guest');
    expect(guess).not.toContain('`web`');
  });

  test('while Slack does not tell the groups, their members are refused with that sentence', async () => {
    await start(rules(['S0OPS']));
    sandbox.slack.faults.fail('usergroups.users.list', 9, 'internal_error');
    expect(await say('U0BOB', check)).toMatch(/Slack did not tell me who belongs to which user group/);
  });

  test('"Check again" asks the policy again', async () => {
    await start(rules('everyone'));
    await say('U0BOB', check);
    sandbox.clock.advance(61_000);
    sandbox.slack.faults.fail('users.info', 9, 'internal_error');
    const { ts = '', blocks = [] } = newest('U0BOB') ?? {};
    await sandbox.slack.workspace.click('U0BOB', {
      place: { in: 'message', channel: 'C0GENERAL', ts, ephemeral: true },
      blockId: blocks.find(({ type }) => type === 'actions')?.block_id ?? '',
      actionId: 'connect-check:again',
    });
    await sandbox.settle();
    expect(JSON.stringify(newest('U0BOB'))).toContain('Slack did not tell me who you are');
  });
});

describe('/vm policy', () => {
  test('says it for the person who asks', async () => {
    await start(rules(['S0OPS']));
    expect(await say('U0ALICE', '/vm policy web')).toMatch(/`all` decides.*<!subteam\^S0OPS>\. You may not\./);
    expect(await say('U0BOB', '/vm policy WEB')).toMatch(/<!subteam\^S0OPS>\. You may\./);
    expect(await say('U0GUEST', '/vm policy web')).toContain('You are a guest');
  });

  test.each([
    ['/vm policy', /name of the VM is missing/],
    ['/vm policy web now', /more than the name of one VM/],
    ['/vm policy we$b', /cannot hold/],
    ['/vm policy nowhere', /I find no VM called `nowhere`/],
  ])('%s is answered', async (words, says) => {
    await start(rules('everyone'));
    expect(await say('U0ALICE', words)).toMatch(says);
  });
});
