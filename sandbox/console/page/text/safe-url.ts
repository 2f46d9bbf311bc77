const schemes = ['http:', 'https:', 'mailto:', 'tel:', 'slack:', 'ssh:'];

/** The URL if following it can only lead somewhere, undefined if it could run something (`javascript:`, `data:`). */
export function safeUrl(url: string): string | undefined {
  try {
    const parsed = new URL(url);
    return schemes.includes(parsed.protocol) ? parsed.href : undefined;
  } catch {
    return undefined;
  }
}
