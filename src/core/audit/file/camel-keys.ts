/** Spelled otherwise by older tools. */
const aliases: Readonly<Record<string, string>> = {
  privateIpAddress: 'privateIPAddress',
  publicIpAddress: 'publicIPAddress',
  resourceType: 'type',
  resourceId: 'id',
};

/** Nothing of Azure's is nested so deep. */
const deepest = 60;

/**
 * Parsed JSON with its keys as Resource Manager spells them, whether they came in snake_case (the SDK for Python) or in
 * PascalCase (PowerShell). What is spelled so already is handed back as it is. Tags keep theirs.
 */
export function camelKeys(value: unknown, depth = 0): unknown {
  if (depth > deepest) return value;
  if (Array.isArray(value)) return mapped(value, (each) => camelKeys(each, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  let copy: [string, unknown][] | undefined;
  const entries = Object.entries(value);
  for (const [at, [key, held]] of entries.entries()) {
    const spelled = camel(key);
    const kept = typeof held !== 'object' || spelled === 'tags' ? held : camelKeys(held, depth + 1);
    if (copy === undefined && spelled === key && kept === held) continue;
    copy ??= entries.slice(0, at);
    copy.push([spelled, kept]);
  }
  return copy === undefined ? value : Object.fromEntries(copy);
}

function mapped(values: readonly unknown[], each: (value: unknown) => unknown): readonly unknown[] {
  const all = values.map(each);
  return all.every((value, at) => value === values[at]) ? values : all;
}

const known = new Map<string, string>();
const mostKnown = 10_000;

function camel(key: string): string {
  const before = known.get(key);
  if (before !== undefined) return before;
  const spelled = spell(key);
  if (known.size < mostKnown) known.set(key, spelled);
  return spelled;
}

/** Only words: ids and addresses stand as keys as well. */
function spell(key: string): string {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(key)) return key;
  const joined = key.includes('_')
    ? key.toLowerCase().replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    : key.charAt(0).toLowerCase() + key.slice(1);
  return aliases[joined] ?? joined;
}
