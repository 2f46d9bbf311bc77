import type { Usage } from './subcommands.ts';

export interface Suggestion {
  /** What the composer holds once it was taken. */
  readonly text: string;
  readonly label: string;
  readonly hint: string;
  readonly detail: string;
}

const mostShown = 8;

/** What could follow what was typed: commands, then their ways, then names of VMs where one is due. */
export function completions(typed: string, usages: readonly Usage[], vmNames: readonly string[]): Suggestion[] {
  if (!typed.startsWith('/') || typed.includes('\n')) return [];
  const names = vmSuggestions(typed, usages, vmNames);
  if (names.length > 0) return names.slice(0, mostShown);
  const lower = typed.toLowerCase();
  return usages
    .filter((usage) => (usage.words === '' ? !lower.includes(' ') : true))
    .filter((usage) => full(usage).toLowerCase().startsWith(lower) || continues(lower, usage))
    .filter(
      (usage) =>
        usage.words !== '' ||
        usage.rest === '' ||
        !hasWays(usages, usage.command) ||
        lower.length <= usage.command.length,
    )
    .slice(0, mostShown)
    .map((usage) => ({
      text: full(usage).toLowerCase().startsWith(lower) ? `${full(usage)} ` : typed,
      label: full(usage),
      hint: usage.words === '' && hasWays(usages, usage.command) ? '' : usage.rest,
      detail: usage.words === '' ? usage.description : '',
    }));
}

function full(usage: Usage): string {
  return usage.words === '' ? usage.command : `${usage.command} ${usage.words}`;
}

/** The fixed words stand already: the hint stays in sight while the rest is typed. */
function continues(lower: string, usage: Usage): boolean {
  return usage.words !== '' && usage.rest !== '' && lower.startsWith(`${full(usage).toLowerCase()} `);
}

function hasWays(usages: readonly Usage[], command: string): boolean {
  return usages.some((usage) => usage.command === command && usage.words !== '');
}

function vmSuggestions(typed: string, usages: readonly Usage[], vmNames: readonly string[]): Suggestion[] {
  const usage = usages.find(
    (each) => each.words !== '' && /^<vm\b/i.test(each.rest) && continues(typed.toLowerCase(), each),
  );
  if (usage === undefined) return [];
  const start = `${full(usage)} `;
  const begun = typed.slice(start.length);
  if (begun.includes(' ')) return [];
  return [...new Set(vmNames)]
    .filter((name) => name.toLowerCase().includes(begun.toLowerCase()) && name.toLowerCase() !== begun.toLowerCase())
    .map((name) => ({
      text: `${typed.slice(0, start.length)}${name} `,
      label: name,
      hint: '',
      detail: 'virtual machine',
    }));
}

/** Enter takes the marked suggestion only where the line is no whole command yet, or where the arrows were used. */
export function entersSuggestion(typed: string, usages: readonly Usage[], movedByArrows: boolean): boolean {
  if (movedByArrows) return true;
  return !typed.includes(' ') && !usages.some((usage) => usage.command === typed.toLowerCase());
}
