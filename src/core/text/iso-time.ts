/** Epoch milliseconds as UTC to the second, what is less cut off: "2026-07-01T12:00:00Z". */
export function isoSecond(ms: number): string {
  // biome-ignore lint/style/noRestrictedGlobals: another form of a time that was handed in, not the clock.
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** The other way round; undefined for any text that `isoSecond` does not write. */
export function parseIsoSecond(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text)) return undefined;
  // biome-ignore lint/style/noRestrictedGlobals: as above.
  const ms = Date.parse(text);
  return Number.isNaN(ms) || isoSecond(ms) !== text ? undefined : ms;
}

/** A time of ISO 8601 with any fraction ("2018-07-12T09:53:03.3658798Z"), in UTC where it names no zone; undefined for other text. */
export function parseIsoTime(text: string): number | undefined {
  const [, time, zone = 'Z'] =
    /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?)(Z|[+-]\d{2}:\d{2})?$/i.exec(text.trim()) ?? [];
  // biome-ignore lint/style/noRestrictedGlobals: as above.
  const ms = Date.parse(`${time}${zone}`);
  return Number.isNaN(ms) ? undefined : ms;
}
