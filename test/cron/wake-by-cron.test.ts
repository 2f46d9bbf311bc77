import cron from 'node-cron';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { wakeByCron } from '../../src/cron/wake-by-cron.ts';

const log = pino({ level: 'silent' });

test('node-cron takes the schedule in its time zone, until it is ended', async () => {
  const end = wakeByCron({ schedule: '0 7 * * 1-5', timezone: 'Europe/Berlin' }, () => {}, log);
  const [task, ...others] = cron.getTasks().values();
  expect(others).toEqual([]);
  const next = task?.getNextRun();
  expect(next?.toLocaleTimeString('de-DE', { timeZone: 'Europe/Berlin' })).toBe('07:00:00');
  end();
  await expect.poll(() => cron.getTasks().size).toBe(0);
});

test('without a schedule nothing wakes', () => {
  const end = wakeByCron({ timezone: 'Etc/UTC' }, () => {}, log);
  expect(cron.getTasks().size).toBe(0);
  end();
});
