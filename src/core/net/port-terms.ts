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
  const pairs: (readonly [number, number])[] = [];
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

/** What texts were read as: a few hundred of them make up nearly all rules of all groups. */
const known = new Map<string, PortRange | 'unclear'>();
const mostKnown = 10_000;

type PortRange = readonly [first: number, end: number];

function parsePortRange(entry: string): PortRange | undefined {
  const before = known.get(entry);
  if (before !== undefined) return before === 'unclear' ? undefined : before;
  const range = readPortRange(entry);
  if (known.size < mostKnown) known.set(entry, range ?? 'unclear');
  return range;
}

function readPortRange(entry: string): PortRange | undefined {
  const text = entry.trim();
  if (text === '*' || text.toLowerCase() === 'any') return [0, portEnd];
  const [, first, last = first] = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/.exec(text) ?? [];
  const from = Number(first);
  const to = Number(last);
  return first === undefined || from > to || to >= portEnd ? undefined : [from, to + 1];
}

/** The same of one text: "22", "20-25", "*"; undefined for anything else. */
export function portHolds(text: string, port: number): boolean | undefined {
  const range = parsePortRange(text);
  return range === undefined ? undefined : port >= range[0] && port < range[1];
}

/**
 * Whether ports as rules write them take one in; undefined where none does for certain, and one of them is not understood.
 */
export function portsHold(texts: readonly string[], port: number): boolean | undefined {
  let isUnclear = texts.length === 0;
  for (const text of texts) {
    const range = parsePortRange(text);
    if (range === undefined && text.includes(',')) {
      const held = portsHold(text.split(','), port);
      if (held === true) return true;
      if (held === undefined) isUnclear = true;
    } else if (range === undefined) isUnclear = true;
    else if (port >= range[0] && port < range[1]) return true;
  }
  return isUnclear ? undefined : false;
}

/** Whether they leave no port out that a client may connect from. */
export function areAllPorts(ports: Ranges<number>): boolean {
  return ports.length === 2 ? (ports[0] ?? 2) <= 1 && (ports[1] ?? 0) >= 65_536 : false;
}
