/** Slack shows the beginning of a sentence. */
const most = 3;

/** What no page had although something names it, and what would help: one sentence or two, or none. */
export function notReadWords(
  what: string,
  named: Iterable<string>,
  read: { has(id: string): boolean },
  type: string,
): string[] {
  const ids = [...named].filter((id) => !read.has(id));
  if (ids.length === 0) return [];
  const help = `The permission Microsoft.Network/${type}/read may be missing there.`;
  return [`These ${what} could not be read: ${namesOf(ids)}. ${help}`];
}

/** "a, b and 3 more", by the last part of their ids. */
export function namesOf(ids: readonly string[]): string {
  const names = ids.slice(0, most).map((id) => id.slice(id.lastIndexOf('/') + 1));
  const more = ids.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
