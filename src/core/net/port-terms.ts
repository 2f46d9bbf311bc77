import { type Ranges, rangesOf } from './ranges.ts';

/** The ports a rule names. */
export interface PortTerms {
  /** As [first, end) boundaries. */
  readonly ports: Ranges<number>;
  /** Entries that are neither a port, a range nor `*`. */
  readonly unclear: readonly string[];
}

const portEnd = 65_536;
const noneUnclear: readonly string[] = [];
export const anyPort: PortTerms = { ports: [0, portEnd], unclear: noneUnclear };

/** Reads a rule's ports: "22", "20-25", "*", in any number and order. */
export function parsePorts(texts: readonly string[]): PortTerms {
  if (texts.length === 1 && texts[0] === '*') return anyPort;
  const only = texts.length === 1 ? parsePortRange(texts[0] ?? '') : undefined;
  if (only !== undefined) return { ports: only, unclear: noneUnclear };
  const pairs: [number, number][] = [];
  const unclear: string[] = [];
  for (const text of texts) {
    // Azure takes one range an entry; what people export by hand may hold several.
    for (const entry of text.includes(',') ? text.split(',') : [text]) {
      const pair = parsePortRange(entry);
      if (pair === undefined) unclear.push(entry);
      else pairs.push(pair);
    }
  }
  return { ports: rangesOf(pairs), unclear };
}

function parsePortRange(entry: string): [first: number, end: number] | undefined {
  const text = entry.trim();
  if (text === '*' || text.toLowerCase() === 'any') return [0, portEnd];
  const [, first, last = first] = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/.exec(text) ?? [];
  const from = Number(first);
  const to = Number(last);
  return first === undefined || from > to || to >= portEnd ? undefined : [from, to + 1];
}
