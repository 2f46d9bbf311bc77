import { AddressSet } from './address-set.ts';
import { areAllPorts } from './port-terms.ts';
import { intersectRanges, type Ranges, subtractRanges } from './ranges.ts';

/** Packets by where they come from: every pair of an address and a source port is in one part at most. */
export interface Part {
  readonly sources: AddressSet;
  readonly ports: Ranges<number>;
}

/** What becomes of the packets that a rule takes. `on`: they go on to the next layer. */
type Fate = 'in' | 'out' | 'on';

export interface Step {
  /** The addresses that it takes, of those that are looked at. */
  readonly takes: AddressSet;
  readonly ports: Ranges<number>;
  readonly fate: Fate;
}

export interface Walked {
  readonly in: readonly Part[];
  readonly on: readonly Part[];
  /** For each step in order: what it took; nothing for a step that was never reached. */
  readonly took: readonly AddressSet[];
}

/** A client may choose any of these for itself. */
export const anySourcePort: Ranges<number> = [1, 65_536];

/** Runs packets past the rules of one layer; the first that matches takes them, and what none takes goes on. */
export function walkRules(steps: readonly Step[], start: readonly Part[]): Walked {
  const inside: Part[] = [];
  const onward: Part[] = [];
  const took: AddressSet[] = [];
  let left = start;
  for (const step of steps) {
    if (left.length === 0) break;
    const { taken, next } = take(step, left);
    took.push(sourcesOf(taken));
    if (step.fate === 'in') inside.push(...taken);
    else if (step.fate === 'on') onward.push(...taken);
    left = next;
  }
  return { in: inside, on: [...onward, ...left], took };
}

function take({ takes, ports }: Step, left: readonly Part[]): { taken: readonly Part[]; next: readonly Part[] } {
  if (takes.isEmpty) return { taken: [], next: left };
  const taken: Part[] = [];
  const next: Part[] = [];
  for (const part of left) {
    const sources = part.sources.intersect(takes);
    const fitting = sources.isEmpty ? [] : areAllPorts(ports) ? part.ports : intersectRanges(part.ports, ports);
    if (fitting.length === 0) {
      next.push(part);
      continue;
    }
    taken.push({ sources, ports: fitting });
    const rest = part.sources.subtract(takes);
    if (!rest.isEmpty) next.push({ sources: rest, ports: part.ports });
    const others = fitting === part.ports ? [] : subtractRanges(part.ports, ports);
    if (others.length > 0) next.push({ sources, ports: others });
  }
  return { taken, next };
}

export function sourcesOf(parts: readonly Part[]): AddressSet {
  if (parts.length < 2) return parts[0]?.sources ?? AddressSet.empty;
  return AddressSet.join(parts.map(({ sources }) => sources));
}
