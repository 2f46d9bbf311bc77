import { notTold, type Question } from '../question.ts';

/** Certificates and one-time passwords are valid for minutes; a key alone does not mind. */
const mostSkewMs = 60_000;

/** The script ran between two moments that are known here, and said what time it was. */
export const clock: Question = {
  id: 'clock',
  title: 'the clock',
  find(reading, { begunAtMs, endedAtMs }) {
    const nowMs = Number(reading.one('now') ?? Number.NaN) * 1000;
    if (!Number.isFinite(nowMs)) return notTold('What time the machine has is not known', '`date` did not answer.');
    const aheadMs = Math.max(0, nowMs - endedAtMs);
    const behindMs = Math.max(0, begunAtMs - 1000 - nowMs);
    const skewMs = Math.max(aheadMs, behindMs);
    if (skewMs <= mostSkewMs)
      return {
        status: 'ok',
        summary: 'The clock is right',
        ...(reading.one('ntp') === 'no' && { because: 'Nothing keeps it so: it is not synchronised.' }),
      };
    return {
      status: 'warning',
      summary: `The clock is ${minutes(skewMs)} ${aheadMs > 0 ? 'fast' : 'slow'}`,
      because: 'Certificates, one-time passwords and keys with an end are refused for that; a plain key is not.',
      mend: 'sudo timedatectl set-ntp true\ntimedatectl status',
    };
  },
};

function minutes(ms: number): string {
  const whole = Math.round(ms / 60_000);
  if (whole < 120) return whole === 1 ? 'a minute' : `${whole} minutes`;
  const hours = Math.round(whole / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
