/** Whom the tag `owner`, in any case, names; undefined where there is none or it is empty. */
export function ownerOf(tags: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(tags).find(([name, value]) => name.toLowerCase() === 'owner' && value.trim() !== '')?.[1];
}
