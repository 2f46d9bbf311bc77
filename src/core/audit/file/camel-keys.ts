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
  let isOther = false;
  const entries = Object.entries(value).map(([key, held]): [string, unknown] => {
    const spelled = camel(key);
    const kept = spelled === 'tags' ? held : camelKeys(held, depth + 1);
    isOther ||= spelled !== key || kept !== held;
    return [spelled, kept];
  });
  return isOther ? Object.fromEntries(entries) : value;
}

function mapped(values: readonly unknown[], each: (value: unknown) => unknown): readonly unknown[] {
  const all = values.map(each);
  return all.every((value, at) => value === values[at]) ? values : all;
}

/** Only words: ids and addresses stand as keys as well. */
function camel(key: string): string {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(key)) return key;
  const joined = key.includes('_')
    ? key.toLowerCase().replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    : key.charAt(0).toLowerCase() + key.slice(1);
  return aliases[joined] ?? joined;
}
