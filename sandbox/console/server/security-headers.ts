/** The page loads from nowhere but here; pictures may also be data that React made. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const common = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
} as const;

export const pageHeaders = { ...common, 'Content-Security-Policy': pagePolicy } as const;

/** What a bot uploaded may be anything: it never runs as a page of this origin. */
export const fileHeaders = { ...common, 'Content-Security-Policy': "default-src 'none'; sandbox" } as const;
