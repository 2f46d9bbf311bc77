import { describe, expect, test } from 'vitest';
import { nextSlot, slotDue } from '../../src/cron/slot-due.ts';

const at = (iso: string) => Date.parse(`${iso}:00Z`);
const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString().slice(0, 16));
const weekdays = '0 7 * * 1-5';
const nightly = '30 2 * * *';
const berlin = 'Europe/Berlin';

describe('the slot that is due', () => {
  test.each<[string, string, string, string, string, string | undefined]>([
    ['a minute before', weekdays, berlin, '2026-11-26T05:59', '2026-11-25T06:00', undefined],
    ['to the minute', weekdays, berlin, '2026-11-26T06:00', '2026-11-25T06:00', '2026-11-26T06:00'],
    ['once it was served', weekdays, berlin, '2026-11-26T06:00', '2026-11-26T06:00', undefined],
    ['on a Sunday, after Friday', weekdays, berlin, '2026-11-29T12:00', '2026-11-27T06:00', undefined],
    ['on a Sunday, Friday missed', weekdays, berlin, '2026-11-29T12:00', '2026-11-26T06:00', '2026-11-27T06:00'],
    ['in summer time', weekdays, berlin, '2026-07-01T05:00', '2026-06-30T05:00', '2026-07-01T05:00'],
    [
      'after several were missed, the last alone',
      nightly,
      'Etc/UTC',
      '2026-05-09T12:00',
      '2026-05-01T02:30',
      '2026-05-09T02:30',
    ],
    ['after a year', weekdays, berlin, '2027-11-24T12:00', '2026-11-26T06:00', '2027-11-24T06:00'],
    ['once a year, months later', '0 7 1 1 *', 'Etc/UTC', '2026-11-26T00:00', '2025-06-01T00:00', '2026-01-01T07:00'],
    ['with a clock that was set back', weekdays, berlin, '2026-11-25T12:00', '2026-11-26T06:00', undefined],
    // 2:30 does not exist on 29 March 2026 in Berlin: it goes from 2:00 (1:00 UTC) to 3:00.
    ['of a time that spring leaves out, before', nightly, berlin, '2026-03-29T01:29', '2026-03-28T01:30', undefined],
    ['of a time that spring leaves out', nightly, berlin, '2026-03-29T01:30', '2026-03-28T01:30', '2026-03-29T01:30'],
    ['the day after spring', nightly, berlin, '2026-03-30T00:30', '2026-03-29T01:30', '2026-03-30T00:30'],
    // 2:30 comes twice on 25 October 2026: at 0:30 and 1:30 UTC.
    [
      'of a time that autumn has twice, first',
      nightly,
      berlin,
      '2026-10-25T00:30',
      '2026-10-24T00:30',
      '2026-10-25T00:30',
    ],
    ['of a time that autumn has twice, second', nightly, berlin, '2026-10-25T01:30', '2026-10-25T00:30', undefined],
    ['the same, looked at late', nightly, berlin, '2026-10-25T02:10', '2026-10-24T00:30', '2026-10-25T00:30'],
    ['the day after autumn', nightly, berlin, '2026-10-26T01:30', '2026-10-25T00:30', '2026-10-26T01:30'],
    ['each minute', '* * * * *', 'Etc/UTC', '2026-05-01T10:07', '2026-05-01T09:00', '2026-05-01T10:07'],
  ])('%s', (_, schedule, timezone, now, last, due) => {
    expect(iso(slotDue(schedule, timezone, at(now), at(last)))).toBe(due);
  });

  test.each([berlin, 'Australia/Lord_Howe', 'America/Santiago'])(
    'comes once for each day of a year in %s, however often it is asked',
    (timezone) => {
      const startMs = at('2026-01-01T00:00');
      const endMs = startMs + 364 * 86_400_000;
      let last = startMs;
      let count = 0;
      for (let now = startMs; now <= endMs; now += 8 * 3_600_000) {
        const slot = slotDue(nightly, timezone, now, last);
        if (slot === undefined) continue;
        expect(now - slot).toBeLessThan(8 * 3_600_000);
        last = slot;
        count++;
      }
      expect(count).toBe(364);
    },
  );
});

test('the next slot is told in the schedule’s own time zone', () => {
  expect(iso(nextSlot(weekdays, berlin, at('2026-11-27T06:00')))).toBe('2026-11-30T06:00');
});
