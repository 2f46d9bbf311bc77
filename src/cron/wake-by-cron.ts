import cron from 'node-cron';
import type { Logger } from 'pino';
import type { AuditSettings } from '../core/audit/audit-settings.ts';

/**
 * Wakes at the schedule's times by the machine's clock. Whether an audit is due is asked of the store and our own clock:
 * its insert-once row of each slot elects one of several replicas, so every one of them may wake.
 * @returns ends it
 */
export function wakeByCron(
  { schedule, timezone }: Pick<AuditSettings, 'schedule' | 'timezone'>,
  wake: () => void,
  log: Logger,
): () => void {
  if (schedule === undefined) return () => {};
  const task = cron.schedule(schedule, wake, { name: 'audit', timezone, noOverlap: true, suppressMissedWarning: true });
  return () => {
    void Promise.resolve(task.destroy()).catch((error: unknown) => log.warn({ err: error }, 'node-cron did not end'));
  };
}
