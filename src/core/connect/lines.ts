/** What a line is typed into. WSL is `sh`, as Linux and macOS are. */
export type Shell = 'sh' | 'powershell' | 'cmd';

/** What to type, line by line, in each shell; none where it cannot be written for that shell. */
export type Lines = Readonly<Record<Shell, readonly string[]>>;

/** Lines that every shell reads alike. */
export function everywhere(...lines: readonly string[]): Lines {
  return { sh: lines, powershell: lines, cmd: lines };
}

/** Lines one after the other; a shell for which one of them cannot be written gets none of them. */
export function inOrder(...parts: readonly Lines[]): Lines {
  const of = (shell: Shell) =>
    parts.every((part) => part[shell].length > 0) ? parts.flatMap((part) => part[shell]) : [];
  return { sh: of('sh'), powershell: of('powershell'), cmd: of('cmd') };
}
