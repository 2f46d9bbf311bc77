import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxClock, scriptClock } from '../../sandbox/clock.ts';
import { type SlackServer, startSlack } from '../../sandbox/slack/server.ts';
import { slackSchema } from '../../sandbox/world/schema.ts';
import { createPeople, type People } from '../../src/handlers/people.ts';

const minute = 60_000;
let clock: SandboxClock;
let slack: SlackServer;
let people: People;

beforeEach(async () => {
  clock = scriptClock(Date.UTC(2026, 0, 15, 9));
  const spec = slackSchema.parse({
    users: [
      { id: 'U0ALICE', name: 'alice' },
      { id: 'U0GUEST', name: 'gwen', guest: true },
      { id: 'U0PAT', name: 'pat', foreignTeam: 'T0OTHER' },
    ],
    userGroups: [
      { id: 'S0OPS', handle: 'ops', users: ['U0ALICE'] },
      { id: 'S0DBA', handle: 'dba', users: [] },
      { id: 'S0REST', handle: 'rest', users: ['U0ALICE'] },
    ],
    channels: [
      { id: 'C0ALL', name: 'all' },
      { id: 'C0EXT', name: 'ext', externallyShared: true },
      { id: 'C0MINE', name: 'mine', private: true, bot: false },
      { id: 'C0OLD', name: 'old' },
      { id: 'C0THEIRS', name: 'theirs', bot: false },
    ],
  });
  slack = await startSlack({ spec, clock });
  people = peopleFor(['S0OPS', 'S0DBA']);
});

afterEach(() => slack.close());

function peopleFor(groupIds: string[]): People {
  const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
  return createPeople({ client, clock, log: pino({ level: 'silent' }), keepMs: minute, groupIds });
}
const calls = (method: string) => slack.calls.filter((call) => call.method === method).length;

describe('actor', () => {
  test('of the workspace, with those groups of theirs that the policy names', async () => {
    expect(await people.actor('U0ALICE')).toEqual({ userId: 'U0ALICE', kind: 'member', groupIds: new Set(['S0OPS']) });
  });

  test.each([
    ['U0GUEST', undefined, 'guest'],
    ['U0PAT', undefined, 'stranger'],
    ['U0ALICE', 'T0OTHER', 'stranger'],
    ['U0NOBODY', undefined, 'unknown'],
  ])('%s from %s is a %s', async (userId, teamId, kind) => {
    expect((await people.actor(userId, teamId)).kind).toBe(kind);
  });

  test('the bot is a bot', async () => {
    const bot = slack.workspace.view('U0ALICE').people.find(({ isBot }) => isBot);
    expect((await people.actor(bot?.id ?? '')).kind).toBe('bot');
  });

  test.each(['users.info', 'auth.test'])('where %s fails, nobody is known, and it is asked again', async (method) => {
    slack.faults.fail(method, 1, 'internal_error');
    expect((await people.actor('U0ALICE')).kind).toBe('unknown');
    expect((await people.actor('U0ALICE')).kind).toBe('member');
  });

  test('where the groups cannot be read, they are undefined', async () => {
    slack.faults.fail('usergroups.users.list', 1, 'internal_error');
    expect(await people.actor('U0ALICE')).toMatchObject({ kind: 'member', groupIds: undefined });
    expect((await people.actor('U0ALICE')).groupIds).toEqual(new Set(['S0OPS']));
  });

  test('a group that is no longer there has no members, and hides no other', async () => {
    const { groupIds } = await peopleFor(['S0GONE', 'S0OPS']).actor('U0ALICE');
    expect(groupIds).toEqual(new Set(['S0OPS']));
  });

  test('is asked for once a minute, also by many at once', async () => {
    await Promise.all([people.actor('U0ALICE'), people.actor('U0ALICE')]);
    expect([calls('users.info'), calls('usergroups.users.list'), calls('auth.test')]).toEqual([1, 2, 1]);
    clock.advance(minute);
    await people.actor('U0ALICE');
    expect([calls('users.info'), calls('usergroups.users.list')]).toEqual([2, 4]);
  });

  test('asks for no group where the policy names none', async () => {
    expect((await peopleFor([]).actor('U0ALICE')).groupIds).toEqual(new Set());
    expect(calls('usergroups.users.list')).toBe(0);
  });
});

test.each([
  ['C0ALL', false],
  ['C0EXT', true],
  ['C0MINE', true],
  ['C0GONE', true],
  ['D0ALICE', true],
])('channel %s is external: %s', async (channel, expected) => {
  expect(await people.channelIsExternal(channel)).toBe(expected);
});

test.each([
  ['C0ALL', true],
  ['C0EXT', true],
  ['C0MINE', false],
  ['C0OLD', false],
  ['C0THEIRS', false],
  ['C0GONE', false],
])('the bot can post in %s: %s', async (channel, expected) => {
  slack.faults.archiveChannel('C0OLD');
  expect(await people.canPostIn(channel)).toBe(expected);
});
