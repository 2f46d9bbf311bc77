import { describe, expect, test } from 'vitest';
import { parseWorld } from '../../sandbox/world/load.ts';
import { trendPoint } from '../../src/core/audit/trend-point.ts';
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

test('`last` says where the whole report stands, and sends it where nobody of those who ask reads it', async () => {
  await using story = await startStory(aWorld(inOps));
  await story.tell('alice in #ops> /vm audit');
  const inChannel = await story.tell('alice in #ops> /vm audit last');
  expect(inChannel).toMatch(/thread of the report in (<#C0OPS>|#ops) has the whole list/);
  expect(await posts(story)).toEqual(['C0OPS']);
  const elsewhere = await story.tell('bob in #general> /vm audit last');
  expect(elsewhere).toMatch(/thread of the report in your direct messages with me has the whole list/);
  expect(elsewhere).toMatch(/audit-.*\.csv/);
  expect(elsewhere).toMatch(/to bob directly:\n.*2 open doors/);
  expect(await posts(story)).toEqual(['C0OPS']);
});

test('`last` shows in a channel what that hears of', async () => {
  const channels = [{ id: 'C0OPS', resourceGroups: ['elsewhere'] }];
  await using story = await startStory(aWorld({ ...inOps, channels }));
  await story.tell('alice in #ops> /vm audit');
  expect(await story.tell('alice in #ops> /vm audit last')).not.toContain('subnet-nsg');
  expect(await story.tell('alice in #general> /vm audit last')).toContain('subnet-nsg');
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

/** Another run is written down, in which every finding reaches twice as many addresses. */
async function worseRun({ sandbox: { store, clock } }: Story): Promise<void> {
  const [run] = await store.audits.last(1);
  if (run === undefined) throw new Error('There is no run');
  const findings = run.findings.map((each) => {
    const { finding } = each;
    return { ...each, finding: { ...finding, publicIpv4Addresses: 2 * finding.publicIpv4Addresses } };
  });
  const worse = { ...run, id: 'worse', findings };
  await store.audits.begin(worse, { owner: 'test', nowMs: clock.now(), leaseMs: 1000 });
  await store.audits.writeDown(worse, trendPoint(worse), 'test', []);
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

  test('is shown by `last` and in the details at once, and can be ended there', async () => {
    await using story = await startStory(aWorld(inOps));
    await report(story);
    await story.tell(...waive('a honeypot', '2026-03-01'));
    expect(await story.tell('bob in #general> /vm audit last')).toMatch(/1 finding waived|1 waived/);
    expect(await story.tell('alice in #ops> click "Details"')).not.toContain('End the waiver');
    expect(await story.tell('bob in #ops> click "Details"')).toMatch(/Waived by .*End the waiver/s);
    await story.tell('advance 1m');
    expect(await report(story)).not.toContain('back from a waiver');
    const ended = await story.tell('bob in #ops> click "End the waiver"');
    expect(ended).toMatch(/ended the waiver of `nic-nsg`/);
    expect(await story.sandbox.store.audits.waivers(story.sandbox.clock.now())).toEqual([]);
    expect(await story.tell('bob in #ops> click "End the waiver"')).toMatch(/Nobody waives this finding/);
    await story.tell('advance 1m');
    expect(await report(story)).toMatch(/1 back from a waiver/);
    const events = await story.sandbox.store.events.since(1, 99);
    expect(events.map(({ kind }) => kind).filter((kind) => kind.startsWith('waive'))).toEqual([
      'waived',
      'waiver-ended',
    ]);
  });

  test('is told only in channels that hear of the finding', async () => {
    const channels = [{ id: 'C0OPS', resourceGroups: ['elsewhere'] }];
    await using story = await startStory(aWorld({ ...inOps, channels }));
    await story.tell('advance 24h');
    await story.tell('bob in #general> /vm audit last');
    expect(await posts(story)).toEqual(['C0OPS']);
    const [click, ...rest] = waive('a secret', '2026-03-01').map((line) => line.replace('#ops', '@drawbridge'));
    const seen = await story.tell(click ?? '', ...rest);
    expect(seen).toContain('a secret');
    expect(seen).not.toMatch(/#ops.*a secret/s);
  });

  test('is refused for a finding that got worse while the form was open', async () => {
    await using story = await startStory(aWorld(inOps));
    await report(story);
    const [click = '', ...rest] = waive('a honeypot', '2026-03-01');
    await story.tell(click);
    await worseRun(story);
    expect(await story.tell(...rest)).toMatch(/got worse/);
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
