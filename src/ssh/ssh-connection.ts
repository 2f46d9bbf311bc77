import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';

/** A logged-in connection to a server that proved to be the right one. */
export interface SshConnection {
  /** The server's name, for sentences. */
  readonly name: string;
  /** For this folder alone. */
  readonly client: Client;
  /** In words why it is gone; undefined while it stands. */
  readonly lost: () => string | undefined;
  /** @param listener called once, at once where it is lost already. Returns how to stop waiting. */
  readonly onLost: (listener: (because: string) => void) => () => void;
  /** Says that something is left on it (an open channel, a process), so that it is not to be used again. */
  readonly spoil: () => void;
  readonly isReusable: () => boolean;
  /** Somebody takes it up; nothing is sent for them yet. */
  readonly beginUse: () => void;
  /** Says that something reached the server that must not be done twice. */
  readonly noteSent: () => void;
  /**
   * Says that a request did not reach the server, so that another connection may be asked instead. Too late when an earlier
   * one of the same use did, and once it is spoilt: whoever gave up does not want to have it done after all.
   */
  readonly noteNothingSent: () => void;
  readonly isNothingSent: () => boolean;
  /** The last line of ssh2's own log: what the server answered, where ssh2 gives one error for two answers. */
  readonly lastLine: () => string;
  /** Ends it and what it ran through. */
  readonly close: () => void;
}

/**
 * @param because why it was lost, in words, once it is
 * @param lastLine of ssh2's own log
 * @param through the connection to the jump that it runs inside
 */
export function sshConnection(parts: {
  readonly name: string;
  readonly client: Client;
  readonly socket: Duplex;
  readonly because: () => string;
  readonly lastLine: () => string;
  readonly through?: SshConnection | undefined;
}): SshConnection {
  const { name, client, socket, through } = parts;
  const listeners = new Set<(because: string) => void>();
  let isSpoilt = false;
  let isSentInUse = false;
  let isNothingSent = false;
  let lost: string | undefined;
  const lose = (because: string) => {
    if (lost !== undefined) return;
    lost = because;
    through?.close();
    for (const listener of listeners) listener(lost);
    listeners.clear();
  };
  // Not 'end': what came before it is still on its way to whoever reads a channel.
  client.once('close', () => lose(through?.lost() ?? parts.because()));
  return {
    name,
    client,
    lost: () => lost,
    onLost(listener) {
      if (lost !== undefined) listener(lost);
      else listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    spoil: () => {
      isSpoilt = true;
    },
    isReusable: () => !isSpoilt && lost === undefined && socket.readable && socket.writable,
    beginUse: () => {
      isSentInUse = false;
    },
    noteSent: () => {
      isSentInUse = true;
    },
    noteNothingSent: () => {
      isNothingSent ||= !isSpoilt && !isSentInUse;
      isSpoilt = true;
    },
    isNothingSent: () => isNothingSent,
    lastLine: parts.lastLine,
    close() {
      hangUp(client, socket);
      lose('the bot has closed the connection');
    },
  };
}

/** Says good-bye, and does not wait for an answer: the other side may never give one. */
export function hangUp(client: Client, socket: Duplex): void {
  try {
    client.end();
  } catch {
    // Not even that: what is broken is thrown away below.
  }
  setImmediate(() => socket.destroy());
}
