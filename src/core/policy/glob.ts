/**
 * Whether the whole text is of the pattern, without regard to case. `*` stands for any run of characters, `?` for one;
 * everything else for itself. With `digits`, `#` stands for one digit; with `exact`, case counts.
 *
 * On a mismatch only the last star is tried one character further: a star before it never needs to take more, since the
 * later one can. So it takes at most as many steps as the pattern's length times the text's, whatever anybody writes.
 */
export function matchesGlob(
  pattern: string,
  text: string,
  options: { readonly digits?: boolean; readonly exact?: boolean } = {},
): boolean {
  const cased = (word: string) => (options.exact === true ? word : word.toLowerCase());
  const wanted = [...cased(pattern)];
  const given = [...cased(text)];
  const digits = options.digits ?? false;
  let at = 0;
  let read = 0;
  let star = -1;
  let starTook = 0;
  while (read < given.length) {
    const want = wanted[at];
    if (want === '*') {
      star = at;
      starTook = read;
      at += 1;
    } else if (want !== undefined && isOf(want, given[read] ?? '', digits)) {
      at += 1;
      read += 1;
    } else if (star >= 0) {
      starTook += 1;
      at = star + 1;
      read = starTook;
    } else return false;
  }
  while (wanted[at] === '*') at += 1;
  return at === wanted.length;
}

function isOf(want: string, character: string, digits: boolean): boolean {
  if (want === '?') return true;
  if (want === '#' && digits) return character >= '0' && character <= '9';
  return want === character;
}
