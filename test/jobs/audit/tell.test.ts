import { describe, expect, test, vi } from 'vitest';
import type { Finding } from '../../../src/core/audit/finding.ts';
import type { AuditParts } from '../../../src/jobs/audit/audit-parts.ts';
import { createAudits } from '../../../src/jobs/audit/create-audits.ts';
import type { Poster } from '../../../src/jobs/poster.ts';
import type { Store } from '../../../src/store/store.ts';
import { aFinding } from '../../store/sample-audit.ts';
import { aSurvey, auditParts, hourMs, memory, mondayMs, movable, settings, sharedFile } from './parts.ts';

const day = 24 * hourMs;
const heads = (told: readonly string[]) => told.filter((line) => /^\w+: /.test(line));
const ops = settings.channels[0];
if (ops === undefined) throw new Error('No channel is told');

const busy = (retryAfter = 7) =>
  Object.assign(new Error('ratelimited'), { code: 'slack_webapi_rate_limited_error', retryAfter });
const refused = (error: string) =>
  Object.assign(new Error(error), { code: 'slack_webapi_platform_error', data: { error } });

/** A Slack that takes what the test lets it take. @param trouble throws where something is not taken */
function troubled(poster: Poster, trouble: (what: string, channel: string) => void): Poster {
  return {
    ...poster,
    async post(channel, message, options) {
      trouble(options?.threadTs === undefined ? 'first' : 'rest', channel);
      return poster.post(channel, message, options);
    },
    async update(channel, ts, message) {
      trouble('update', channel);
      return poster.update(channel, ts, message);
    },
    async upload(channel, threadTs, file) {
      trouble(file.name, channel);
      return poster.upload(channel, threadTs, file);
    },
  };
}

/** A bot that was started on a Monday before its first slot. */
async function aBot(
  given: Partial<AuditParts> & { readonly store?: Store; readonly found?: () => readonly Finding[] } = {},
) {
  const { store: givenStore, found = () => [aFinding()], ...rest } = given;
  const clock = movable(mondayMs - hourMs);
  const store = givenStore ?? (await memory(clock));
  let surveys = 0;
  let trouble: (what: string, channel: string) => void = () => {};
  const survey = async () => {
    surveys += 1;
    return aSurvey(found());
  };
  const { parts, told } = auditParts(store, { clock, survey, ...rest });
  const audits = createAudits({ ...parts, poster: troubled(parts.poster, (...all) => trouble(...all)) });
  await audits.pass();
  return {
    clock,
    store,
    told,
    audits,
    surveys: () => surveys,
    /** From now on. */
    slack: (next: typeof trouble) => {
      trouble = next;
    },
    async passAt(ms: number) {
      clock.nowMs = ms;
      await audits.pass();
    },
  };
}

const down = () => {
  throw new Error('Slack is down');
};
const up = () => {};

describe('what a channel is told', () => {
  test('is new to it, though somebody was told it in their direct messages just before, and people are called', async () => {
    const found: Finding[] = [];
    const { clock, told, audits, passAt } = await aBot({ found: () => found });
    await passAt(mondayMs);
    found.push(aFinding());
    clock.nowMs = mondayMs + day - hourMs / 6;
    await audits.run('U0ALICE', { userId: 'U0ALICE' }, () => {});
    await passAt(mondayMs + day);
    expect(heads(told)).toEqual([
      'C0OPS: complete:  (first)',
      'DU0ALICE: complete: web-nsg new (after 0 critical)',
      'C0OPS: complete: web-nsg new (after 1 critical) S0OPS',
    ]);
  });

  test('at the very first time is called out as well, after an audit by hand', async () => {
    const { told, audits, passAt } = await aBot();
    await audits.run('U0ALICE', { userId: 'U0ALICE' }, () => {});
    await passAt(mondayMs);
    expect(heads(told)).toEqual([
      'DU0ALICE: complete: web-nsg new (first)',
      'C0OPS: complete: web-nsg new (first) S0OPS',
    ]);
  });

  test('goes on from what it was told, where another channel was told more', async () => {
    const other = { ...ops, id: 'C0OTHER' };
    const found: Finding[] = [];
    const { told, slack, passAt } = await aBot({
      settings: { ...settings, channels: [ops, other] },
      found: () => found,
    });
    await passAt(mondayMs);
    found.push(aFinding());
    slack((_, channel) => (channel === 'C0OTHER' ? down() : undefined));
    await passAt(mondayMs + day);
    slack(up);
    await passAt(mondayMs + 2 * day);
    expect(heads(told).slice(2)).toEqual([
      'C0OPS: complete: web-nsg new (after 0 critical) S0OPS',
      'C0OPS: complete: web-nsg unchanged (after 1 critical)',
      'C0OTHER: complete: web-nsg new (after 1 critical) S0OPS',
    ]);
  });

  test('in between by hand, in the channel itself, is not told as new again', async () => {
    const { clock, told, audits, passAt } = await aBot();
    clock.nowMs = mondayMs - hourMs / 6;
    await audits.run('U0ALICE', { channel: ops }, () => {});
    await passAt(mondayMs);
    expect(heads(told)).toEqual([
      'C0OPS: complete: web-nsg new (first) S0OPS',
      'C0OPS: complete: web-nsg unchanged (after 1 critical)',
    ]);
  });

  test('that what it knows is resolved, though the audit that saw it was told to somebody else', async () => {
    let isOpen = true;
    const asked: string[][] = [];
    const survey: AuditParts['survey'] = async ({ known }) => {
      asked.push([...known]);
      return isOpen ? aSurvey([aFinding()]) : aSurvey([], { healed: [...known] });
    };
    const { clock, told, audits, passAt } = await aBot({ survey });
    await passAt(mondayMs);
    isOpen = false;
    clock.nowMs += hourMs;
    await audits.run('U0ALICE', { userId: 'U0ALICE' }, () => {});
    await passAt(mondayMs + day);
    expect(heads(told).slice(1)).toEqual([
      'DU0ALICE: complete: web-nsg resolved (after 1 critical)',
      'C0OPS: complete: web-nsg resolved (after 0 critical)',
    ]);
    expect(asked).toEqual([[], [aFinding().key], [aFinding().key]]);
    await passAt(mondayMs + 2 * day);
    expect(heads(told).at(-1)).toBe('C0OPS: complete:  (after 0 critical)');
  });
});

describe('where Slack takes nothing', () => {
  test('for hours, it is told with its call afterwards, from one survey', async () => {
    const { told, slack, passAt, surveys } = await aBot();
    slack(down);
    for (let minute = 0; minute < 300; minute += 1) await passAt(mondayMs + minute * 60_000);
    expect(told).toEqual([]);
    slack(up);
    for (let minute = 300; minute < 361; minute += 1) await passAt(mondayMs + minute * 60_000);
    expect(heads(told)).toEqual(['C0OPS: complete: web-nsg new (first) S0OPS']);
    expect(surveys()).toBe(1);
  });

  test('it is asked again seldom, the longer it lasts', async () => {
    let posts = 0;
    const { slack, passAt } = await aBot();
    slack(() => {
      posts += 1;
      down();
    });
    for (let second = 0; second < 6 * 3600; second += 15) await passAt(mondayMs + second * 1000);
    expect(posts).toBeLessThan(16);
  });

  test('audits by hand go on, and each other channel is told once', async () => {
    const channels = [ops, { ...ops, id: 'C0GONE' }];
    const { clock, told, slack, audits, passAt } = await aBot({ settings: { ...settings, channels } });
    slack((_, channel) => (channel === 'C0GONE' ? down() : undefined));
    await passAt(mondayMs);
    clock.nowMs += 5_000;
    const byHand = await audits.run('U0ALICE', { userId: 'U0ALICE' }, () => {});
    expect(byHand).toMatchObject({ kind: 'ended', run: { trigger: { by: 'U0ALICE' } }, isTold: true });
    slack(down);
    expect(await audits.run('U0BOB', { userId: 'U0BOB' }, () => {})).toMatchObject({ kind: 'ended', isTold: false });
    slack((_, channel) => (channel === 'C0GONE' ? down() : undefined));
    for (let minute = 1; minute < 60; minute += 1) await passAt(mondayMs + minute * 60_000);
    expect(heads(told).map((line) => line.split(':')[0])).toEqual(['C0OPS', 'DU0ALICE', 'DU0BOB']);
  });

  test('the newer run is told alone, and says what is new since the channel was told', async () => {
    const { told, slack, passAt } = await aBot();
    slack(down);
    await passAt(mondayMs);
    await passAt(mondayMs + day);
    slack(up);
    await passAt(mondayMs + day + 60_000);
    await passAt(mondayMs + day + 2 * hourMs);
    expect(heads(told)).toEqual(['C0OPS: complete: web-nsg new (first) S0OPS']);
  });

  test('for more than a day, a report is out of date and given up; the next one tells it', async () => {
    const { told, slack, passAt, store } = await aBot();
    const fridayMs = mondayMs + 4 * day;
    slack(down);
    await passAt(fridayMs);
    await passAt(fridayMs + day + hourMs);
    slack(up);
    await passAt(fridayMs + 2 * day);
    expect(told).toEqual([]);
    await passAt(fridayMs + 3 * day);
    expect(heads(told)).toEqual(['C0OPS: complete: web-nsg new (first) S0OPS']);
    expect(await store.audits.claimTelling({ owner: 'b', nowMs: fridayMs + 4 * day, leaseMs: 1 })).toBeUndefined();
  });
});

describe('where Slack takes a part', () => {
  test('it is waited for as long as Slack says, and nothing is lost', async () => {
    const waits: number[] = [];
    const { told, slack, passAt } = await aBot({ wait: async (ms) => void waits.push(ms) });
    let calls = 0;
    slack(() => {
      calls += 1;
      if (calls % 2 === 1) throw busy();
    });
    await passAt(mondayMs);
    expect(told).toEqual([
      'C0OPS: complete: web-nsg new (first) S0OPS',
      'C0OPS file in the channel: trend.png',
      'C0OPS file under 1.1: audit.csv',
      'C0OPS thread: the rest',
    ]);
    expect(waits).toEqual([7000, 7000, 7000, 7000]);
  });

  test('what it refuses is named in the report, and not tried again', async () => {
    const { told, slack, passAt } = await aBot();
    let tries = 0;
    slack((what) => {
      if (what !== 'audit.csv') return;
      tries += 1;
      throw refused('file_uploads_disabled');
    });
    await passAt(mondayMs);
    await passAt(mondayMs + hourMs);
    expect(told).toEqual([
      'C0OPS: complete: web-nsg new (first) S0OPS',
      'C0OPS file in the channel: trend.png',
      'C0OPS thread: the rest',
      'C0OPS now 1.1: complete: web-nsg new (first) S0OPS without audit.csv',
    ]);
    expect(tries).toBe(1);
  });

  test.each([
    ['cannot be reached', new Error('socket hang up')],
    ['is too busy for all tries', busy()],
    ['has trouble of its own', refused('internal_error')],
  ])('what it takes later is added, and nothing is posted twice, where it %s', async (_, error) => {
    const { told, slack, passAt } = await aBot();
    slack((what) => {
      if (what === 'audit.csv') throw error;
    });
    await passAt(mondayMs);
    expect(told.at(-1)).toBe('C0OPS now 1.1: complete: web-nsg new (first) S0OPS without audit.csv');
    slack(up);
    await passAt(mondayMs + 60_000);
    expect(told.slice(4)).toEqual([
      'C0OPS file under 1.1: audit.csv',
      'C0OPS now 1.1: complete: web-nsg new (first) S0OPS',
    ]);
    await passAt(mondayMs + hourMs);
    expect(told).toHaveLength(6);
  });

  test('what is missing is named later, where it does not take that either', async () => {
    const { told, slack, passAt } = await aBot();
    slack((what) => {
      if (what === 'audit.csv') throw refused('file_uploads_disabled');
      if (what === 'update') down();
    });
    await passAt(mondayMs);
    expect(told).toHaveLength(3);
    slack((what) => {
      if (what === 'audit.csv') throw refused('file_uploads_disabled');
    });
    await passAt(mondayMs + 60_000);
    expect(told.slice(3)).toEqual(['C0OPS now 1.1: complete: web-nsg new (first) S0OPS without audit.csv']);
  });

  test('what it does not take for a day is named, and not tried again', async () => {
    const { told, slack, passAt } = await aBot();
    slack((what) => (what === 'audit.csv' ? down() : undefined));
    const fridayMs = mondayMs + 4 * day;
    await passAt(fridayMs);
    await passAt(fridayMs + day + hourMs);
    slack(up);
    await passAt(fridayMs + day + 2 * hourMs);
    expect(told.filter((line) => line.includes('file under'))).toEqual([]);
    expect(told.at(-1)).toContain('without audit.csv');
  });
});

test('a bot that stops while it waits for Slack leaves the rest to the next one', async () => {
  const clock = movable(mondayMs - hourMs);
  const store = await memory(clock);
  const survey = async () => aSurvey([aFinding()]);
  const isWaiting = Promise.withResolvers<void>();
  const first = auditParts(store, {
    clock,
    survey,
    wait: (_, signal) => {
      isWaiting.resolve();
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
  });
  const stopped = createAudits({
    ...first.parts,
    poster: troubled(first.parts.poster, (what) => {
      if (what === 'audit.csv') throw busy();
    }),
  });
  await stopped.pass();
  clock.nowMs = mondayMs;
  const passing = stopped.pass();
  await isWaiting.promise;
  stopped.stop();
  await passing;
  expect(first.told).toEqual(['C0OPS: complete: web-nsg new (first) S0OPS', 'C0OPS file in the channel: trend.png']);
  const next = auditParts(store, { clock, survey, owner: 'b' });
  await createAudits(next.parts).pass();
  expect(next.told.slice(0, 2)).toEqual(['C0OPS file under 1.1: audit.csv', 'C0OPS thread: the rest']);
});

test('what a filter leaves out is not known there: a channel that hears of more hears of it as new', async () => {
  const clock = movable(mondayMs - hourMs);
  const store = await memory(clock);
  const survey = async () => aSurvey([aFinding()]);
  const filtered = { ...settings, channels: [{ ...ops, subscriptions: ['other'] }] };
  const narrow = auditParts(store, { clock, survey, settings: filtered });
  const audits = createAudits(narrow.parts);
  await audits.pass();
  clock.nowMs = mondayMs;
  await audits.pass();
  expect(heads(narrow.told)).toEqual(['C0OPS: complete:  (first)']);
  const wide = auditParts(store, { clock, survey, owner: 'b' });
  clock.nowMs = mondayMs + day;
  await createAudits(wide.parts).pass();
  expect(heads(wide.told)).toEqual(['C0OPS: complete: web-nsg new (after 1 critical) S0OPS']);
});

describe('two replicas', () => {
  test('who lost the report while it was posted posts no more of it', async () => {
    const clock = movable(mondayMs - hourMs);
    const config = sharedFile();
    const held = Promise.withResolvers<void>();
    const survey = async () => aSurvey([aFinding()]);
    const slow = auditParts(await memory(clock, config), { clock, survey });
    const { poster } = slow.parts;
    const slowAudits = createAudits({
      ...slow.parts,
      poster: {
        ...poster,
        async upload(...all) {
          await held.promise;
          return poster.upload(...all);
        },
      },
    });
    await slowAudits.pass();
    clock.nowMs = mondayMs;
    const slowPass = slowAudits.pass();
    await expect.poll(() => slow.told).toHaveLength(1);
    clock.nowMs += 4 * 60_000;
    const other = auditParts(await memory(clock, config), { clock, survey, owner: 'b' });
    await createAudits(other.parts).pass();
    held.resolve();
    await slowPass;
    expect(slow.told).toEqual(['C0OPS: complete: web-nsg new (first) S0OPS', 'C0OPS file in the channel: trend.png']);
    expect(heads(other.told)).toEqual([]);
    expect(other.told).toContain('C0OPS thread: the rest');
  });

  test('who lost the audit lets it go at once', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const clock = movable(mondayMs - hourMs);
      const { parts, told } = auditParts(await memory(clock), { clock, survey: () => new Promise<never>(() => {}) });
      const audits = createAudits(parts);
      await audits.pass();
      clock.nowMs = mondayMs;
      const passing = audits.pass();
      await expect.poll(() => parts.store.audits.active()).toBeDefined();
      const nowMs = clock.nowMs + hourMs;
      await parts.store.audits.takeOver({ owner: 'b', nowMs, leaseMs: 60_000 });
      vi.advanceTimersByTime(10_000);
      await passing;
      expect(told).toEqual([]);
      expect(await parts.store.audits.active()).toMatchObject({ tries: 2 });
    } finally {
      vi.useRealTimers();
    }
  });
});
