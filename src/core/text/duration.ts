import { code } from './escape.ts';
import { type Refusal, refuse } from './refusal.ts';

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const words: Readonly<Record<string, keyof typeof unitMs>> = {
  m: 'm',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  h: 'h',
  hour: 'h',
  hours: 'h',
  d: 'd',
  day: 'd',
  days: 'd',
};

/** Reads "30m", "2h", "1h30m", "90 minutes", "1d". @returns whole milliseconds, at least a minute and at most 31 days */
export function parseDuration(text: string): number | Refusal {
  const parts = [
    ...text
      .trim()
      .toLowerCase()
      .matchAll(/(\d{1,5}) ?([a-z]+) ?/g),
  ];
  const whole = parts.map(([part]) => part).join('');
  const known = parts.every(([, , unit = '']) => words[unit] !== undefined);
  if (parts.length === 0 || whole.trim() !== text.trim().toLowerCase() || !known)
    return refuse(`${code(text.slice(0, 60))} is not a duration.`, 'Write it like `30m`, `2h` or `1h30m`.');
  const ms = parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * unitMs[words[unit] ?? 'm'], 0);
  if (ms < unitMs.m || ms > 31 * unitMs.d)
    return refuse(`${code(text.slice(0, 60))} is no sensible duration.`, 'Give from one minute to 31 days.');
  return ms;
}

/** "45 min", "2 h", "1 h 30 min", "2 d": rounded up to the minute. */
export function durationWords(ms: number): string {
  const minutes = Math.max(0, Math.ceil(ms / unitMs.m));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const said = [days > 0 ? `${days} d` : '', hours > 0 ? `${hours} h` : '', rest > 0 ? `${rest} min` : ''];
  return said.filter((each) => each !== '').join(' ') || '0 min';
}
