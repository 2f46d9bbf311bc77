import { describe, expect, test } from 'vitest';
import { createAudits } from '../../../src/jobs/audit/create-audits.ts';
import { aFinding, aWaiver } from '../../store/sample-audit.ts';
import { aSurvey, auditParts, hourMs, memory, mondayMs, movable, settings, sharedFile } from './parts.ts';

const heads = (told: readonly string[]) => told.filter((line) => /^\w+: /.test(line));
const day = 24 * hourMs;

describe('by schedule', () => {
  test('a first start makes up for nothing, and the next slot is told with its thread and files', async () => {
    const clock = movable(mondayMs + hourMs);
    const { parts, told } = auditParts(await memory(clock), { clock, survey: async () => aSurvey([aFinding()]) });
    const audits = createAudits(parts);
    await audits.pass();
    await audits.pass();
    expect(told).toEqual([]);
    clock.nowMs = mondayMs + day;
    await audits.pass();
    await audits.pass();
    expect(told).toEqual([
      'C0OPS: complete: web-nsg new (first) S0OPS',
      'C0OPS file in the channel: trend.png',
      'C0OPS file under 1.1: audit.csv',
      'C0OPS thread: the rest',
    ]);
  });

  test('missed slots are made up for once, by a bot that starts anew', async () => {
    const clock = movable(mondayMs);
    const store = await memory(clock);
    await createAudits(auditParts(store, { clock }).parts).pass();
    clock.nowMs = mondayMs + 3 * day + hourMs;
    const { parts, told } = auditParts(store, { clock, owner: 'b' });
    await createAudits(parts).pass();
    await createAudits(parts).pass();
    expect(heads(told)).toHaveLength(1);
    expect(await store.audits.lastSlot(clock.nowMs)).toBe(mondayMs + 3 * day);
  });

  test('a channel sees the trend of what it hears of, and its picture in the thread where it is told one line', async () => {
    const clock = movable(mondayMs);
    const filtered = {
      ...settings,
      channels: [{ id: 'C0OPS', from: 'info', mention: [], subscriptions: ['other'] }],
    } as const;
    const survey = async () => aSurvey([aFinding()]);
    const { parts, told } = auditParts(await memory(clock), { clock, settings: filtered, survey });
    const audits = createAudits(parts);
    for (const at of [0, 1, 2]) {
      clock.nowMs = mondayMs + at * day;
      await audits.pass();
    }
    expect(heads(told)).toEqual(['C0OPS: complete:  (first)', 'C0OPS: complete:  (after 0 critical)']);
    expect(told[1]).toBe('C0OPS file under 1.1: trend.png');
  });

  test('nobody is called for what is known or waived, and once more when the waiver is over', async () => {
    const clock = movable(mondayMs);
    const store = await memory(clock);
    const { parts, told } = auditParts(store, { clock, survey: async () => aSurvey([aFinding()]) });
    const audits = createAudits(parts);
    await audits.pass();
    for (const at of [1, 1.5, 2, 3, 4]) {
      clock.nowMs = mondayMs + at * day;
      await audits.pass();
      if (at === 1) await store.audits.waive(aWaiver({ atMs: clock.nowMs, untilMs: mondayMs + 3 * day }));
    }
    expect(heads(told)).toEqual([
      'C0OPS: complete: web-nsg new (first) S0OPS',
      'C0OPS: complete: web-nsg unchanged (after 1 critical)',
      'C0OPS: complete: web-nsg unchanged (after 0 critical) S0OPS',
      'C0OPS: complete: web-nsg unchanged (after 1 critical)',
    ]);
  });

  test.each([
    ['of another subscription', { subscriptions: ['other'] }, ''],
    ['of another resource group', { resourceGroups: ['prod-*'] }, ''],
    ['that are not bad enough', { from: 'critical' as const }, ''],
    ['of this resource group', { resourceGroups: ['r?'] }, 'web-nsg new'],
  ])('a channel is told, and called, by its filter: findings %s', async (_, filter, found) => {
    const clock = movable(mondayMs);
    const channels = [{ id: 'C0OPS', from: 'info' as const, mention: ['U0BOB'], ...filter }];
    const { parts, told } = auditParts(await memory(clock), {
      clock,
      settings: { ...settings, channels },
      survey: async () => aSurvey([aFinding({ severity: 'high' })]),
    });
    const audits = createAudits(parts);
    await audits.pass();
    clock.nowMs += day;
    await audits.pass();
    expect(heads(told)).toEqual([`C0OPS: complete: ${found} (first)${found === '' ? '' : ' U0BOB'}`]);
  });

  test('one that fails is told loudly, and forgets nothing that is known', async () => {
    const clock = movable(mondayMs);
    let fails = false;
    const survey = async () => {
      if (fails) throw new Error('secret inside');
      return aSurvey([aFinding()]);
    };
    const { parts, told } = auditParts(await memory(clock), { clock, survey });
    const audits = createAudits(parts);
    await audits.pass();
    for (const at of [1, 2, 3]) {
      fails = at === 2;
      clock.nowMs = mondayMs + at * day;
      await audits.pass();
    }
    expect(heads(told)).toEqual([
      'C0OPS: complete: web-nsg new (first) S0OPS',
      'C0OPS: failed: web-nsg unknown (after 1 critical) The reason is in the log of the bot. S0OPS',
      'C0OPS: complete: web-nsg unchanged (after 1 critical)',
    ]);
  });

  test('where Slack does not take it, it is told later, from what was written down', async () => {
    const clock = movable(mondayMs);
    const store = await memory(clock);
    let surveys = 0;
    const { parts, told } = auditParts(store, {
      clock,
      survey: async () => {
        surveys++;
        return aSurvey([]);
      },
    });
    let down = true;
    const { post } = parts.poster;
    const poster = {
      ...parts.poster,
      post: async (...all: Parameters<typeof post>) => {
        if (down) throw new Error('Slack is down');
        return post(...all);
      },
    };
    const audits = createAudits({ ...parts, poster });
    await audits.pass();
    clock.nowMs += day;
    await audits.pass();
    expect(told).toEqual([]);
    down = false;
    clock.nowMs += 2 * 60_000;
    await audits.pass();
    await audits.pass();
    expect(heads(told)).toHaveLength(1);
    expect(surveys).toBe(1);
    expect(await store.audits.active()).toBeUndefined();
  });

  test('without a schedule nothing is done', async () => {
    const clock = movable(mondayMs);
    const { schedule: _, ...byHand } = settings;
    const { parts, told } = auditParts(await memory(clock), { clock, settings: byHand });
    const audits = createAudits(parts);
    await audits.pass();
    clock.nowMs += day;
    await audits.pass();
    expect(told).toEqual([]);
  });
});

describe('replicas', () => {
  test('run one audit for a slot', async () => {
    const clock = movable(mondayMs);
    const config = sharedFile();
    const stores = [await memory(clock, config), await memory(clock, config), await memory(clock, config)];
    const bots = stores.map((store, at) => {
      const { parts, told } = auditParts(store, { clock, owner: `bot${at}` });
      return { audits: createAudits(parts), told };
    });
    await Promise.all(bots.map(({ audits }) => audits.pass()));
    clock.nowMs += day;
    await Promise.all(bots.map(({ audits }) => audits.pass()));
    expect(heads(bots.flatMap(({ told }) => told))).toHaveLength(1);
  });
});

describe('what somebody left', () => {
  const endless = () => new Promise<never>(() => {});

  test('is gone on with at once where the bot was stopped', async () => {
    const clock = movable(mondayMs);
    const store = await memory(clock);
    const first = createAudits(auditParts(store, { clock, survey: endless }).parts);
    await first.pass();
    clock.nowMs += day;
    const passing = first.pass();
    await expect.poll(() => store.audits.active()).toBeDefined();
    first.stop();
    await passing;
    const { parts, told } = auditParts(store, { clock, owner: 'b' });
    await createAudits(parts).pass();
    expect(heads(told)).toHaveLength(1);
  });

  test('is gone on with when its lease is over where the bot died, and the dead one writes nothing', async () => {
    const clock = movable(mondayMs);
    const store = await memory(clock);
    const held = Promise.withResolvers<ReturnType<typeof aSurvey>>();
    const dead = auditParts(store, { clock, survey: () => held.promise });
    const passing = createAudits(dead.parts);
    await passing.pass();
    clock.nowMs += day;
    const late = passing.pass();
    await expect.poll(() => store.audits.active()).toBeDefined();
    const { parts, told } = auditParts(store, { clock, owner: 'b' });
    const other = createAudits(parts);
    await other.pass();
    expect(told).toEqual([]);
    clock.nowMs += hourMs;
    await other.pass();
    expect(heads(told)).toHaveLength(1);
    held.resolve(aSurvey([aFinding()]));
    await late;
    expect(dead.told).toEqual([]);
    expect((await store.audits.last(9)).map(({ findings }) => findings)).toEqual([[]]);
  });
});

describe('by hand', () => {
  test('the person is told directly, and a second one sees the one under way', async () => {
    const clock = movable(mondayMs);
    const store = await memory(clock);
    const held = Promise.withResolvers<ReturnType<typeof aSurvey>>();
    const { parts, told } = auditParts(store, { clock, survey: () => held.promise });
    const audits = createAudits(parts);
    const running = audits.run('U0ALICE', { userId: 'U0ALICE' }, () => {});
    await expect.poll(() => store.audits.active()).toBeDefined();
    expect(await audits.run('U0BOB', { userId: 'U0BOB' }, () => {})).toMatchObject({
      kind: 'busy',
      audit: { trigger: { by: 'U0ALICE' } },
    });
    held.resolve(aSurvey([]));
    expect(await running).toMatchObject({ kind: 'ended', run: { trigger: { kind: 'command', by: 'U0ALICE' } } });
    expect(heads(told)).toEqual(['DU0ALICE: complete:  (first)']);
  });
});
