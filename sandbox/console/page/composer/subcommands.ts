/** One way to use a slash command, e.g. `connect-check <vm> [from <address>]`. */
export interface Usage {
  readonly command: string;
  /** The fixed words that begin it, e.g. `connect-check`; empty for the bare command. */
  readonly words: string;
  /** What may follow, as the app wrote it. */
  readonly rest: string;
  readonly description: string;
}

interface Registered {
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
}

/** Splits a usage hint such as `connect-check <vm> [from <address>] | my-ip <address> | help` into its ways. */
export function usagesOf(commands: readonly Registered[]): Usage[] {
  return commands.flatMap(({ command, description, usageHint }) => {
    const ways = splitOutside(usageHint);
    return [
      { command, words: '', rest: usageHint, description },
      ...ways.map((way) => usageOf(command, way, description)),
    ];
  });
}

function usageOf(command: string, way: string, description: string): Usage {
  const parts = way.split(/\s+/);
  const end = parts.findIndex((part) => !/^[a-z][\w-]*$/i.test(part));
  const words = (end < 0 ? parts : parts.slice(0, end)).join(' ');
  return { command, words, rest: way.slice(words.length).trim(), description };
}

/** Splits at `|`, commas and line ends that stand outside of brackets. */
function splitOutside(hint: string): string[] {
  let depth = 0;
  let part = '';
  const parts: string[] = [];
  for (const character of hint) {
    if ('<[('.includes(character)) depth += 1;
    if ('>])'.includes(character)) depth -= 1;
    if (depth <= 0 && '|,\n'.includes(character)) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part].map((each) => each.trim()).filter((each) => /^[a-z]/i.test(each));
}
