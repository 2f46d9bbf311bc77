const longestQuote = 200;

/**
 * Azure's own words on one line, short enough to stand in a sentence. The queries of addresses are left out: those of
 * long-running operations are signed, and whoever holds one may follow the operation.
 */
export function quote(text: string): string {
  const line = text
    .replaceAll(/(https?:\/\/[^\s?'"]+)\?[^\s'"]*/gi, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/\.$/, '');
  return line.length > longestQuote ? `${line.slice(0, longestQuote)}...` : line;
}
