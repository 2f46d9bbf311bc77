import type { Fault } from '../world/schema.ts';
import type { World } from '../world/world.ts';

/** The world's faults with their counts: which of them strikes this time. */
export class Faults {
  readonly #world: World;
  readonly #matches = new Map<Fault, number>();

  constructor(world: World) {
    this.#world = world;
  }

  /**
   * The first fault of these kinds that strikes; asking counts as a match for `after` and `times`.
   * @param targets the ids under which the thing may be named; one match is enough
   */
  strike(kinds: readonly Fault['kind'][], action: string, targets: readonly string[]): Fault | undefined {
    for (const fault of this.#world.faults) {
      if (!kinds.includes(fault.kind) || !applies(fault, action, targets)) continue;
      const strikes = this.#isDue(fault);
      this.#matches.set(fault, (this.#matches.get(fault) ?? 0) + 1);
      if (strikes) return fault;
    }
    return undefined;
  }

  /** Whether a list may show a resource: lists leave out what may not be read. Does not count as a match. */
  mayRead(id: string, action: string): boolean {
    return !this.#world.faults.some(
      (fault) => fault.kind === 'forbidden' && applies(fault, action, [id]) && this.#isDue(fault),
    );
  }

  /** Whether its next match is one that it strikes at. */
  #isDue(fault: Fault): boolean {
    const before = this.#matches.get(fault) ?? 0;
    return before >= fault.after && before < fault.after + (fault.times ?? Number.POSITIVE_INFINITY);
  }
}

function applies(fault: Fault, action: string, targets: readonly string[]): boolean {
  return matches(fault.action, action) && targets.some((target) => matches(fault.target, target));
}

const patterns = new Map<string, RegExp>();

/** `*` matches any run of characters; case does not matter. */
function matches(pattern: string, text: string): boolean {
  const compiled = patterns.get(pattern) ?? compile(pattern);
  patterns.set(pattern, compiled);
  return compiled.test(text);
}

function compile(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'is');
}
