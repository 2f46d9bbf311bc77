/**
 * What a server offers as signatures of its host keys, out of ssh2's debug lines: it says so nowhere else. A text that the
 * server sends never begins a line.
 */
const line = /^Handshake: \(remote\) Host key format: (.*)$/s;

/** Undefined for any other line. Names from outside: only the characters of RFC 4251, section 6, and not endless. */
export function offeredTypes(debugLine: string): string[] | undefined {
  const list = line.exec(debugLine)?.[1];
  if (list === undefined) return undefined;
  return list
    .split(',')
    .filter((name) => /^[!-+\--~]{1,64}$/.test(name))
    .slice(0, 32);
}

/** The line by which ssh2 says that the server introduced itself. */
export function isGreeting(debugLine: string): boolean {
  return debugLine.startsWith('Remote ident: ');
}
