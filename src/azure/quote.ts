const longestQuote = 200;

/** Azure's own words on one line, short enough to stand in a sentence. */
export function quote(text: string): string {
  const line = withoutQueries(text).replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '');
  return line.length > longestQuote ? `${line.slice(0, longestQuote)}...` : line;
}

/** The queries of operations' addresses are signed, and whoever holds one may follow the operation. */
export function withoutQueries(text: string): string {
  return text.replaceAll(/(https?:\/\/[^\s?'"]+)\?[^\s'"]*/gi, '$1');
}
