/** A value as `tostring()` writes it: nothing for null, JSON for arrays and bags. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function isNull(value: unknown): boolean {
  return value === null || value === undefined;
}

/** Equality of two values that are not null; a dynamic value equals a literal that reads the same. */
export function sameValue(left: unknown, right: unknown): boolean {
  return left === right || (typeof left !== typeof right && textOf(left) === textOf(right));
}

/** Order of two values that are not null: numbers by size, everything else by its text. */
export function compareValues(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [a, b] = [textOf(left), textOf(right)];
  return a < b ? -1 : Number(a > b);
}
