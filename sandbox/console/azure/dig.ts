/** Follows keys into JSON of unknown shape; undefined where the way ends. */
export function dig(value: unknown, ...keys: readonly string[]): unknown {
  let here = value;
  for (const key of keys) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<string, unknown>)[key];
  }
  return here;
}

export function digText(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = dig(value, ...keys);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

export function digList(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = dig(value, ...keys);
  return Array.isArray(found) ? found : [];
}
