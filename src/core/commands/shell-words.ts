/** What a shell reads as more than itself outside of quotes: operators, expansions, patterns, comments, groups. */
const special = /[|&;<>()$`*?[\]{}#~!\n\r]/;

/**
 * The words that any POSIX shell makes of a command line, where it does nothing but split it at blanks and take quotes
 * off. Undefined where it would do more (run several, expand, redirect) and where a quote is not closed.
 */
export function shellWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; ) {
    const piece = pieceAt(line, at);
    if (piece === undefined) return undefined;
    at += piece.length;
    if (piece.value !== undefined) word = (word ?? '') + piece.value;
    else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  const all = word === undefined ? words : [...words, word];
  // In front of the command's own word a shell takes NAME=value for an assignment.
  return /^[A-Za-z_]\w*=/.test(all[0] ?? '') ? undefined : all;
}

interface Piece {
  /** How much of the line it takes. */
  readonly length: number;
  /** What it adds to the word; undefined for blanks between words. */
  readonly value: string | undefined;
}

function pieceAt(line: string, at: number): Piece | undefined {
  const character = line.charAt(at);
  if (character === ' ' || character === '\t') return { length: 1, value: undefined };
  if (character === "'") {
    const end = line.indexOf("'", at + 1);
    return end < 0 ? undefined : { length: end + 1 - at, value: line.slice(at + 1, end) };
  }
  if (character === '"') return inDoubleQuotes(line, at);
  if (character === '\\') {
    const next = line.charAt(at + 1);
    return next === '' || next === '\n' ? undefined : { length: 2, value: next };
  }
  return special.test(character) ? undefined : { length: 1, value: character };
}

/** Between double quotes a backslash stays unless it stands before one of the four that it takes the meaning from. */
function inDoubleQuotes(line: string, at: number): Piece | undefined {
  const [whole, inside] = /^"((?:[^"\\$`]|\\[^\n])*)"/s.exec(line.slice(at)) ?? [];
  if (whole === undefined || inside === undefined) return undefined;
  return { length: whole.length, value: inside.replace(/\\([\\"$`])/g, '$1') };
}
