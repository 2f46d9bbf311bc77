/** Reads `$select`, names with commas between them: what keeps of an object the properties that are named. Left out: all. */
export function parseSelect(select: string | undefined): (whole: object) => object {
  const wanted = new Set((select ?? '').split(',').flatMap((name) => name.trim().toLowerCase() || []));
  if (wanted.size === 0) return (whole) => whole;
  return (whole) => Object.fromEntries(Object.entries(whole).filter(([name]) => wanted.has(name.toLowerCase())));
}
