interface Headers {
  get(name: string): string | undefined;
}

/** How long Azure asks to wait, in milliseconds; undefined where it does not say. Resource Graph has a header of its own. */
export function retryAfterMs(headers: Headers): number | undefined {
  for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) {
    const ms = wholeNumber(headers.get(name));
    if (ms !== undefined) return ms;
  }
  const value = headers.get('retry-after');
  const seconds = wholeNumber(value);
  if (seconds !== undefined) return seconds * 1000;
  const quota = /^(\d+):(\d\d):(\d\d)$/.exec(headers.get('x-ms-user-quota-resets-after')?.trim() ?? '');
  if (quota !== null) return (Number(quota[1]) * 3600 + Number(quota[2]) * 60 + Number(quota[3])) * 1000;
  // The header may also hold a date; the answer's own date makes the difference independent of this machine's clock.
  const waitMs = Date.parse(value ?? '') - Date.parse(headers.get('date') ?? '');
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : undefined;
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d+\s*$/.test(text) ? Number(text) : undefined;
}
