import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

/** The section `audit`. */

const env = {
  SLACK_BOT_TOKEN: 'xoxb-123456789-abcdef',
  SLACK_APP_TOKEN: 'xapp-1-A123-abcdef',
  AZURE_TENANT_ID: '11111111-1111-4111-8111-111111111111',
  AZURE_CLIENT_ID: '22222222-2222-4222-8222-222222222222',
  AZURE_CLIENT_SECRET: 's',
};
const read = (audit: unknown) => readConfig(JSON.stringify({ audit }), env, () => '');
const auditOf = (audit: unknown) => {
  const result = read(audit);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config.audit;
};
const problemsOf = (audit: unknown) => {
  const result = read(audit);
  return result.ok ? [] : result.problems;
};
const channels = [{ id: 'C0123ABC' }];

describe('audit', () => {
  test.each([undefined, null, {}])('that says nothing (%j) is by hand, and for admins alone', (audit) => {
    const nobody = { everyone: false, users: [], groups: [], owner: false };
    expect(auditOf(audit)).toEqual({
      timezone: 'Etc/UTC',
      channels: [],
      readers: nobody,
      waivers: nobody,
      thresholds: { ipv4Bits: 9, ipv6Bits: 11 },
    });
  });

  test('is read with all that it says', () => {
    const subscription = 'AAAAAAAA-1111-4111-8111-111111111111';
    const one = { id: 'C0123ABC', subscriptions: [subscription], resourceGroups: ['prod-*'], from: 'high' };
    expect(
      auditOf({
        schedule: '0 7 * * 1-5',
        timezone: 'Europe/Berlin',
        channels: [{ ...one, mention: ['S0OPS', 'U0BOB', 'S0OPS'] }, { id: 'C0456DEF' }],
        readers: 'everyone',
        waivers: ['U0BOB', 'S0OPS'],
        partialFrom: { ipv4: 12 },
      }),
    ).toEqual({
      schedule: '0 7 * * 1-5',
      timezone: 'Europe/Berlin',
      channels: [
        { ...one, subscriptions: [subscription.toLowerCase()], mention: ['S0OPS', 'U0BOB'] },
        { id: 'C0456DEF', from: 'info', mention: [] },
      ],
      readers: { everyone: true, users: [], groups: [], owner: false },
      waivers: { everyone: false, users: ['U0BOB'], groups: ['S0OPS'], owner: false },
      thresholds: { ipv4Bits: 12, ipv6Bits: 11 },
    });
  });

  test.each<[string, unknown, string, RegExp]>([
    ['words for a schedule', { schedule: 'every morning', channels }, 'audit.schedule', /five cron fields/],
    ['a field too few', { schedule: '0 7 * *', channels }, 'audit.schedule', /five cron fields/],
    ['seconds', { schedule: '0 0 7 * * 1', channels }, 'audit.schedule', /five cron fields/],
    ['a minute that is none', { schedule: '61 7 * * *', channels }, 'audit.schedule', /five cron fields/],
    ['a day that never comes', { schedule: '0 7 30 2 *', channels }, 'audit.schedule', /some day/],
    ['a time zone that is none', { timezone: 'Europe/Atlantis' }, 'audit.timezone', /Europe\/Berlin/],
    ['a schedule that tells nobody', { schedule: '0 7 * * *' }, 'audit.channels', /list of channels/],
    ['a channel twice', { channels: [...channels, ...channels] }, 'audit.channels', /once/],
    ['a channel by name', { channels: [{ id: '#ops' }] }, 'audit.channels.0.id', /id of a Slack channel/],
    ['a severity that is none', { channels: [{ id: 'C0123ABC', from: 'bad' }] }, 'audit.channels.0.from', /critical/],
    ['a person by name', { readers: ['bob'] }, 'audit.readers.0', /everyone, or a list/],
    ['more bits than there are', { partialFrom: { ipv4: 33 } }, 'audit.partialFrom.ipv4', /0 to 32/],
    ['a key that is mistyped', { shedule: '0 7 * * *' }, 'audit.shedule', /audit\.schedule/],
  ])('%s is told once, with its mend', (_, audit, where, mend) => {
    expect(problemsOf(audit)).toMatchObject([{ where, mend: expect.stringMatching(mend) }]);
  });

  test('tells all that is wrong at once', () => {
    const found = problemsOf({ schedule: 'x', timezone: 'y', readers: [], channels: [{ id: 'z' }] });
    expect(found.map(({ where }) => where).sort()).toEqual([
      'audit.channels.0.id',
      'audit.readers',
      'audit.schedule',
      'audit.timezone',
    ]);
  });
});
