import { describe, expect, test } from 'vitest';
import { parseWorld } from '../../sandbox/world/load.ts';
import { ordinaryWorld, rule } from '../azure/ordinary-world.ts';
import { type Story, startStory } from './story.ts';

const everyone = { readers: 'everyone', waivers: ['U0BOB'] };

/** The subnet's group lets the whole internet in, as the script's lines find it. */
function aWorld(audit: object = everyone) {
  const open = { securityRules: [rule('ssh-from-anywhere', 300, { sourceAddressPrefix: '*' })] };
  return parseWorld(
    JSON.stringify({
      ...ordinaryWorld({ 'nic-nsg': open, 'subnet-nsg': open }),
      slack: {
        users: [
          { id: 'U0ALICE', name: 'alice' },
          { id: 'U0BOB', name: 'bob' },
          { id: 'U0GUEST', name: 'gwen', guest: true },
        ],
        channels: [
          { id: 'C0GENERAL', name: 'general', members: ['U0ALICE', 'U0BOB', 'U0GUEST'] },
          { id: 'C0OPS', name: 'ops', members: ['U0ALICE', 'U0BOB'] },
        ],
      },
      bot: { audit },
    }),
    'world.json',
  );
}

const inOps = { ...everyone, schedule: '0 7 * * 1-5', timezone: 'Europe/Berlin', channels: [{ id: 'C0OPS' }] };

test('an audit by hand is told directly, and shown again by `last`', async () => {
  await using story = await startStory(aWorld());
  expect(await story.tell('alice in #general> /vm audit last')).toMatch(/No audit has run yet/);
  const seen = await story.tell('alice in #general> /vm audit');
  expect(seen).toMatch(/comes in your direct messages/);
  expect(seen).toMatch(/open door/);
  expect(seen).toContain('subnet-nsg');
  expect(await story.tell('alice in #general> /vm audit last')).toMatch(/open door/);
});

test('in a channel of audits it is told there', async () => {
  await using story = await startStory(aWorld(inOps));
  expect(await story.tell('alice in #ops> /vm audit')).toMatch(/report comes here/);
  expect(await posts(story)).toEqual(['C0OPS']);
});

test('what Slack is too busy for is posted a moment later: the report, its thread and its files', async () => {
  await using story = await startStory(aWorld(inOps));
  for (const method of ['chat.postMessage', 'files.getUploadURLExternal', 'files.completeUploadExternal'])
    await story.tell(
      `slack> fault {"kind": "rate-limited", "method": "${method}", "times": 2, "retryAfterSeconds": 0}`,
    );
  const seen = await story.tell('advance 24h');
  expect(seen).toMatch(/open door/);
  expect(seen).toMatch(/drawbridge-audit-.*\.csv/);
  expect(seen).toMatch(/drawbridge-audit-.*\.json/);
  expect(seen).not.toMatch(/Slack did not take/);
});

test('the schedule runs on the clock of the bot', async () => {
  await using story = await startStory(aWorld(inOps));
  await story.tell('advance 1m');
  expect(await posts(story)).toEqual([]);
  expect(await story.tell('advance 24h')).toMatch(/open door/);
  expect(await posts(story)).toEqual(['C0OPS']);
  await story.tell('advance 1m');
  expect(await story.sandbox.store.audits.last(9)).toHaveLength(1);
});

describe('who may not', () => {
  test.each([
    ['a guest', everyone, 'gwen in #general> /vm audit', /You are a guest/],
    ['somebody who is no reader', { readers: ['U0BOB'] }, 'alice in #general> /vm audit', /You may not run or read/],
    ['anybody where nobody is named', {}, 'bob in #general> /vm audit last', /You may not run or read/],
    ['what is mistyped', everyone, 'alice in #general> /vm audit lst', /Did you mean .*\/vm audit last/],
    ['what is no word', everyone, 'alice in #general> /vm audit web-nsg', /cannot place .*web-nsg/],
  ])('%s is refused, and nothing runs', async (_, audit, line, says) => {
    await using story = await startStory(aWorld(audit));
    expect(await story.tell(line)).toMatch(says);
    expect(await story.sandbox.store.audits.active()).toBeUndefined();
    expect(await story.sandbox.store.audits.last(1)).toEqual([]);
  });
});

/** The channels where the last report stands. */
async function posts({ sandbox }: Story): Promise<string[]> {
  const [run] = await sandbox.store.audits.last(1);
  return (run === undefined ? [] : await sandbox.store.audits.posts(run.id)).map(({ channelId }) => channelId);
}

describe('a waiver', () => {
  const report = async (story: Story) => story.tell('bob in #ops> /vm audit');
  const waive = (reason: string, day: string) => [
    'bob in #ops> click "Waive"',
    `bob> fill "Why" with "${reason}"`,
    `bob> fill "Until the end of" with "${day}"`,
    'bob> submit',
  ];

  test('is written down, told under the report, and holds in the next audit', async () => {
    await using story = await startStory(aWorld(inOps));
    await report(story);
    const seen = await story.tell(...waive('a honeypot', '2026-03-01'));
    expect(seen).toMatch(/waived .*a honeypot/);
    const [waiver] = await story.sandbox.store.audits.waivers(story.sandbox.clock.now());
    expect(waiver).toMatchObject({ by: 'U0BOB', reason: 'a honeypot', untilMs: Date.UTC(2026, 2, 2) });
    await story.tell('advance 1m');
    await report(story);
    const [run] = await story.sandbox.store.audits.last(1);
    expect(run?.findings.find(({ finding }) => finding.key === waiver?.key)?.waiver).toEqual(waiver);
    expect(await story.sandbox.store.events.since(1, 99)).toContainEqual(expect.objectContaining({ kind: 'waived' }));
  });

  test('is told under the channel’s report, though the last audit was told to somebody directly', async () => {
    await using story = await startStory(aWorld(inOps));
    await report(story);
    // Resource Graph has its quota for some seconds.
    await story.tell('advance 1m', 'alice in #general> /vm audit');
    const seen = await story.tell(...waive('a honeypot', '2026-03-01'));
    expect(seen).toMatch(/in #ops, in the thread of .*:\n +:zzz:.*a honeypot/);
  });

  test.each([
    ['today', '2026-01-15', /not after today/],
    ['yesterday', '2026-01-14', /not after today/],
    ['more than a year away', '2027-01-16', /more than a year/],
  ])('until %s is refused in the form', async (_, day, says) => {
    await using story = await startStory(aWorld(inOps));
    await report(story);
    expect(await story.tell(...waive('x', day))).toMatch(says);
    expect(await story.sandbox.store.audits.waivers(0)).toEqual([]);
  });

  test('is not for who may only read', async () => {
    await using story = await startStory(aWorld(inOps));
    await report(story);
    expect(await story.tell('alice in #ops> click "Waive"')).toMatch(/You may not waive/);
  });

  test('the details are shown to whoever clicks', async () => {
    await using story = await startStory(aWorld(inOps));
    await report(story);
    expect(await story.tell('alice in #ops> click "Details"')).toContain('ssh-from-anywhere');
  });
});
