/** What another side said, fit to be shown within a sentence: on one line, without control characters, not endless. */
export function plain(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

/** How far the handshake came. */
export type Stage = 'greeting' | 'handshake' | 'log-in' | 'open';

const doing: Readonly<Record<Stage, string>> = {
  greeting: 'before it introduced itself as an SSH server',
  handshake: 'during the handshake',
  'log-in': 'while the bot logged in',
  open: 'while it was in use',
};

export function hungUp(stage: Stage): string {
  return `the server closed the connection ${doing[stage]}`;
}

const unfinished: Readonly<Record<Stage, string>> = {
  greeting: 'the server took the connection, but did not introduce itself as an SSH server in time',
  handshake: 'the server began the handshake and did not finish it in time',
  'log-in': 'the server did not decide in time whether it lets the bot in',
  open: 'the server did not answer in time',
};

export function tooSlow(stage: Stage): string {
  return unfinished[stage];
}

/**
 * An error of ssh2 as the rest of a sentence. `level` is ssh2's word for where it came from; an error that the server
 * sent itself has the reason of RFC 4253, section 11.1, as a number.
 */
export function inWords(error: Error & { level?: unknown; code?: unknown }, stage: Stage): string {
  if (typeof error.code === 'number') return `the server hung up ${doing[stage]}: ${plain(error.message)}`;
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE')
    return `the connection was reset ${doing[stage]} (${error.code})`;
  if (error.level === 'client-timeout') return 'the server does not answer any more';
  if (error.level === 'client-socket') return `the connection broke ${doing[stage]} (${plain(error.message)})`;
  if (/^Connection lost/.test(error.message)) return hungUp(stage);
  return `the server does not keep to the protocol, or is not an SSH server (${plain(error.message)})`;
}
