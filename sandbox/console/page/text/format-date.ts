import type { DateNode } from './nodes.ts';

const dayMs = 86_400_000;

/**
 * A `<!date^...>` in the reader's time zone.
 * https://docs.slack.dev/messaging/formatting-message-text/#date-formatting
 *
 * @param tz IANA name, e.g. `Europe/Berlin`
 * @param nowMs epoch milliseconds, for "today" and "ago"
 */
export function formatDate(
  node: Pick<DateNode, 'epochSeconds' | 'format' | 'fallback'>,
  tz: string,
  nowMs: number,
): string {
  const ms = node.epochSeconds * 1000;
  const at = new Date(ms);
  if (Number.isNaN(at.getTime())) return node.fallback;
  const show = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-US', { timeZone: zone(tz), ...options }).format(at);
  const date = show({ month: 'long', day: 'numeric', year: 'numeric' });
  const short = show({ month: 'short', day: 'numeric', year: 'numeric' });
  const long = show({ weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' });
  const near = nearDay(ms, nowMs, tz);
  const values: Readonly<Record<string, string>> = {
    date_num: new Intl.DateTimeFormat('sv-SE', { timeZone: zone(tz), dateStyle: 'short' }).format(at),
    date_slash: show({ month: '2-digit', day: '2-digit', year: 'numeric' }),
    date,
    date_short: short,
    date_long: long,
    date_pretty: near ?? date,
    date_short_pretty: near ?? short,
    date_long_pretty: near ?? long,
    time: show({ hour: 'numeric', minute: '2-digit' }).replace('\u202f', ' '),
    time_secs: show({ hour: 'numeric', minute: '2-digit', second: '2-digit' }).replace('\u202f', ' '),
    ago: ago(ms, nowMs),
  };
  const text = node.format.replace(/\{([a-z_]+)\}/g, (token, name: string) => values[name] ?? token);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function nearDay(ms: number, nowMs: number, tz: string): string | undefined {
  const day = (at: number) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone(tz), dateStyle: 'short' }).format(at);
  const word = { [day(nowMs - dayMs)]: 'yesterday', [day(nowMs)]: 'today', [day(nowMs + dayMs)]: 'tomorrow' };
  return word[day(ms)];
}

function ago(ms: number, nowMs: number): string {
  const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  const seconds = Math.round((ms - nowMs) / 1000);
  if (Math.abs(seconds) < 60) return relative.format(seconds, 'second');
  if (Math.abs(seconds) < 3600) return relative.format(Math.round(seconds / 60), 'minute');
  if (Math.abs(seconds) < 86_400) return relative.format(Math.round(seconds / 3600), 'hour');
  return relative.format(Math.round(seconds / 86_400), 'day');
}

function zone(tz: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: tz });
    return tz;
  } catch {
    return 'UTC';
  }
}
