import { describe, expect, test } from 'vitest';
import { compareRuns } from '../../../src/core/audit/compare-runs.ts';
import { createAudits } from '../../../src/jobs/audit/create-audits.ts';
import { type Place, places } from '../../store/places.ts';
import { aFinding, aWaiver, sampleKey } from '../../store/sample-audit.ts';
import { aSurvey, auditParts, hourMs, memory, mondayMs, movable } from './parts.ts';

const day = 24 * hourMs;
const heads = (told: readonly string[]) => told.filter((line) => /^\w+: /.test(line));
const survey = async () => aSurvey([aFinding()]);

describe('a clock that was ahead', () => {
  test('at the first start keeps no slot from its audit', async () => {
    const clock = movable(mondayMs + 300 * day);
    const store = await memory(clock);
    const { parts, told } = auditParts(store, { clock, survey });
    await createAudits(parts).pass();
    const audits = createAudits(parts);
    for (const at of [0, 1, 2]) {
      clock.nowMs = mondayMs + at * day;
      await audits.pass();
    }
    expect(heads(told)).toHaveLength(2);
  });

  test('for one pass costs one audit, and the slots after it have theirs', async () => {
    const clock = movable(mondayMs - hourMs);
    const { parts, told } = auditParts(await memory(clock), { clock, survey });
    const audits = createAudits(parts);
    for (const at of [-0.1, 0, 21, 1, 2, 21]) {
      clock.nowMs = mondayMs + at * day;
      await audits.pass();
      await audits.pass();
    }
    expect(heads(told)).toHaveLength(5);
  });

  test('of a bot that died in an audit holds it no longer than others', async () => {
    const clock = movable(mondayMs - hourMs);
    const store = await memory(clock);
    const ahead = movable(mondayMs + 30 * day);
    await store.audits.begin(
      { id: 'dead', trigger: { kind: 'command', by: 'U0ALICE' } },
      { owner: 'dead', nowMs: ahead.nowMs, leaseMs: 60_000 },
    );
    const { parts, told } = auditParts(store, { clock, survey });
    const audits = createAudits(parts);
    expect(await audits.isLeft()).toBe(true);
    await audits.pass();
    expect(heads(told)).toEqual(['DU0ALICE: complete: web-nsg new (first)']);
  });

  test.each([0.25, 0.9])('and is set back by %s hours runs no slot twice', async (hours) => {
    const clock = movable(mondayMs - hourMs);
    const { parts, told } = auditParts(await memory(clock), { clock, survey });
    const audits = createAudits(parts);
    for (const at of [-1, 0, -hours, 0, 0.1]) {
      clock.nowMs = mondayMs + at * hourMs;
      await audits.pass();
    }
    expect(heads(told)).toHaveLength(1);
  });
});

// What the two databases leave out of it is held in test/store.
describe.each(places.filter(({ kind }) => kind === 'sqlite'))('a memory that is damaged', ({ fresh }) => {
  async function aBot(given: Partial<Parameters<typeof auditParts>[1]> = {}) {
    const place: Place = await fresh();
    const clock = movable(mondayMs - hourMs);
    const store = await memory(clock, place.config);
    const seen: string[][] = [];
    const { parts, told } = auditParts(store, { clock, survey, ...given });
    const { render } = parts;
    const audits = createAudits({
      ...parts,
      render: (run, options) => {
        seen.push([...run.survey.notEvaluated]);
        return render(run, options);
      },
    });
    await audits.pass();
    return {
      place,
      store,
      told,
      clock,
      audits,
      seen,
      async passAt(ms: number) {
        clock.nowMs = ms;
        await audits.pass();
      },
    };
  }

  test('in a waiver shows the door again, and says so', async () => {
    const { store, told, place, passAt, seen } = await aBot();
    await passAt(mondayMs);
    await store.audits.waive(aWaiver({ atMs: mondayMs, untilMs: mondayMs + 9 * day }));
    await store.audits.waive(aWaiver({ key: '/other', atMs: mondayMs, untilMs: mondayMs + 9 * day }));
    await passAt(mondayMs + day);
    await place.run(`update audit_waivers set body = '{}' where finding_key = '${sampleKey}'`);
    await passAt(mondayMs + 2 * day);
    expect(heads(told)).toEqual([
      'C0OPS: complete: web-nsg new (first) S0OPS',
      'C0OPS: complete: web-nsg unchanged (after 1 critical)',
      'C0OPS: complete: web-nsg unchanged (after 0 critical) S0OPS',
    ]);
    expect(seen).toEqual([[], [], [expect.stringMatching(/waiver of .*web-nsg is damaged/)]]);
  });

  test('in the last run goes on with the one before, and says so', async () => {
    const { store, told, place, passAt, seen } = await aBot();
    for (const at of [0, 1]) await passAt(mondayMs + at * day);
    const [last] = await store.audits.last(1);
    await place.run(`update audit_runs set body = 'x' where id = '${last?.id}'`);
    await passAt(mondayMs + 2 * day);
    expect(heads(told).at(-1)).toBe('C0OPS: complete: web-nsg unchanged (after 1 critical)');
    expect(seen.at(-1)).toEqual([expect.stringMatching(/audit .* is damaged/)]);
    expect((await store.audits.last(1))[0]?.findings).toMatchObject([{ change: 'unchanged', firstSeenAtMs: mondayMs }]);
  });

  test('in every run tells the channel what it does not know yet, and no more', async () => {
    const { told, place, passAt, seen } = await aBot();
    for (const at of [0, 1]) await passAt(mondayMs + at * day);
    await place.run("update audit_runs set body = 'x'");
    await passAt(mondayMs + 2 * day);
    expect(heads(told).at(-1)).toBe('C0OPS: complete: web-nsg unchanged (after 1 critical)');
    expect(seen.at(-1)).toHaveLength(2);
  });

  test('in what a channel knows tells it everything anew, and says so', async () => {
    const { told, place, passAt, seen } = await aBot();
    await passAt(mondayMs);
    await place.run("update audit_places set known = 'x'");
    await passAt(mondayMs + day);
    expect(heads(told).at(-1)).toBe('C0OPS: complete: web-nsg new (first) S0OPS');
    expect(seen.at(-1)).toEqual([expect.stringMatching(/C0OPS was told of audits is damaged/)]);
  });

  test('or anything else that ends every try is told as an audit that failed, and the next one runs', async () => {
    let isBroken = false;
    const compare: typeof compareRuns = (...all) => {
      if (isBroken) throw new TypeError('a finding without a severity');
      return compareRuns(...all);
    };
    const { told, passAt } = await aBot({ compare });
    await passAt(mondayMs);
    isBroken = true;
    for (let tries = 0; tries < 5; tries += 1)
      await expect(passAt(mondayMs + day + tries * 2 * 60_000)).rejects.toThrow('without a severity');
    await passAt(mondayMs + day + 10 * 60_000);
    isBroken = false;
    await passAt(mondayMs + 2 * day);
    expect(heads(told).slice(1)).toEqual([
      'C0OPS: failed: web-nsg unknown (after 1 critical) It was begun 6 times, and each time nobody ended it. S0OPS',
      'C0OPS: complete: web-nsg unchanged (after 1 critical)',
    ]);
  });
});

test('an audit that many restarts interrupt is carried out by the bot that stays', async () => {
  const clock = movable(mondayMs - hourMs);
  const store = await memory(clock);
  await createAudits(auditParts(store, { clock }).parts).pass();
  clock.nowMs = mondayMs;
  for (let restarts = 0; restarts < 8; restarts += 1) {
    const endless = () => new Promise<never>(() => {});
    const stopped = createAudits(auditParts(store, { clock, owner: `bot${restarts}`, survey: endless }).parts);
    const passing = stopped.pass();
    await expect.poll(async () => (await store.audits.active())?.leasedUntilMs).toBeGreaterThan(0);
    stopped.stop();
    await passing;
  }
  const { parts, told } = auditParts(store, { clock, survey, owner: 'stays' });
  await createAudits(parts).pass();
  expect(heads(told)).toEqual(['C0OPS: complete: web-nsg new (first) S0OPS']);
});
