import type { HostKey } from './host-key.ts';
import type { Pin } from './pin.ts';

/** The host keys that are shown, by a machine or for it. */
export interface ShownKeys {
  /** Azure's unique id of the machine they are read from. */
  readonly machineId: string;
  readonly keys: readonly HostKey[];
}

/** What an approved pin says about keys that are shown. Each is told in words of its own. */
export type HostKeyVerdict =
  | {
      readonly kind: 'trusted';
      /** Shown, and of a type that was not approved: they are not trusted, and nobody asks for them. */
      readonly besides: readonly HostKey[];
    }
  /** Nothing was approved yet. */
  | { readonly kind: 'unpinned' }
  /** What was approved belongs to a machine that is gone: this one was made anew under its name. */
  | { readonly kind: 'other-machine'; readonly pinned: readonly HostKey[] }
  /** A type that was approved has another key now. `was` and `is`: only the keys of such types. */
  | { readonly kind: 'changed'; readonly was: readonly HostKey[]; readonly is: readonly HostKey[] }
  /** None of the approved types is shown: nothing can be compared. */
  | { readonly kind: 'other-type'; readonly pinned: readonly HostKey[]; readonly shown: readonly HostKey[] };

/** Whole keys are compared, not their names: those say too little. */
export function judgeHostKey(pin: Pin | undefined, now: ShownKeys): HostKeyVerdict {
  if (pin === undefined) return { kind: 'unpinned' };
  if (pin.machineId.toLowerCase() !== now.machineId.toLowerCase()) return { kind: 'other-machine', pinned: pin.keys };
  const pinnedTypes = typesOf(pin.keys);
  const comparable = now.keys.filter(({ type }) => pinnedTypes.has(type));
  if (comparable.length === 0) return { kind: 'other-type', pinned: pin.keys, shown: now.keys };
  const strange = comparable.filter((key) => !holds(pin.keys, key));
  if (strange.length === 0) return { kind: 'trusted', besides: now.keys.filter(({ type }) => !pinnedTypes.has(type)) };
  const changedTypes = typesOf(strange);
  return {
    kind: 'changed',
    was: pin.keys.filter(({ type }) => changedTypes.has(type)),
    is: comparable.filter(({ type }) => changedTypes.has(type)),
  };
}

export function holds(keys: readonly HostKey[], key: HostKey): boolean {
  return keys.some(({ type, base64 }) => type === key.type && base64 === key.base64);
}

/** Whether both are the same keys, in any order. */
export function sameKeys(some: readonly HostKey[], others: readonly HostKey[]): boolean {
  return some.every((key) => holds(others, key)) && others.every((key) => holds(some, key));
}

function typesOf(keys: readonly HostKey[]): ReadonlySet<string> {
  return new Set(keys.map(({ type }) => type));
}
