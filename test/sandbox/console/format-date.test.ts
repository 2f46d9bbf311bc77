import { expect, it } from 'vitest';
import { formatDate } from '../../../sandbox/console/page/text/format-date.ts';

const noon = Date.UTC(2026, 0, 15, 12, 0, 0);

it.each([
  { format: '{date_num} {time}', tz: 'Etc/UTC', shown: '2026-01-15 12:00 PM' },
  { format: '{date} at {time}', tz: 'Europe/Berlin', shown: 'January 15, 2026 at 1:00 PM' },
  { format: '{date_short}', tz: 'Etc/UTC', shown: 'Jan 15, 2026' },
  { format: '{date_long}', tz: 'Etc/UTC', shown: 'Thursday, January 15, 2026' },
  { format: 'closes {date_pretty}', tz: 'Etc/UTC', shown: 'Closes today' },
  { format: '{time_secs}', tz: 'America/New_York', shown: '7:00:00 AM' },
  { format: '{date_num}', tz: 'Pacific/Kiritimati', shown: '2026-01-16' },
  { format: '{date_num}', tz: 'No/Where', shown: '2026-01-15' },
  { format: '{nonsense}', tz: 'Etc/UTC', shown: '{nonsense}' },
])('$format in $tz', ({ format, tz, shown }) => {
  expect(formatDate({ epochSeconds: noon / 1000, format, fallback: 'then' }, tz, noon)).toBe(shown);
});

it.each([
  { afterMs: -86_400_000, shown: 'Tomorrow' },
  { afterMs: 86_400_000, shown: 'Yesterday' },
  { afterMs: 3 * 86_400_000, shown: 'January 15, 2026' },
])('$shown', ({ afterMs, shown }) => {
  expect(
    formatDate({ epochSeconds: noon / 1000, format: '{date_pretty}', fallback: '' }, 'Etc/UTC', noon + afterMs),
  ).toBe(shown);
});

it('falls back where the number is no time', () => {
  expect(formatDate({ epochSeconds: 1e15, format: '{date}', fallback: 'then' }, 'Etc/UTC', noon)).toBe('then');
});
