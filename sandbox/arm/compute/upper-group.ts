/**
 * Compute spells resource groups in upper case in the ids it gives out, other providers do not, so that comparing ids
 * byte for byte fails.
 */
export function upperGroup(id: string): string {
  return id.replace(/(\/resourceGroups\/)([^/]+)/i, (_, label: string, name: string) => label + name.toUpperCase());
}
