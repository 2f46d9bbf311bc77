import type { Session } from 'ssh2';

/**
 * A client that gives a command no input says so at once, and may still send it a signal: OpenSSH's sshd passes it on,
 * ssh2's server hears nothing any more once the input is at its end.
 */
export function hearSignals(session: Session): Session {
  return Object.defineProperty(session, '_ending', { get: () => false, set: () => {} });
}
