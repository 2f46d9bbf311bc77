import type { Clock, Deadline } from '../clock.ts';
import type { NotOpened } from '../core/host-keys/not-opened.ts';
import type { Opened } from './open-connection.ts';
import type { SshConnection } from './ssh-connection.ts';

/** Where a connection leads, and by what right. */
export interface Place {
  /** Of all that must be the same for a connection to serve again: the VM and its vmId, the user, the way, the pins. */
  readonly key: string;
  readonly vmId: string;
  /** The grant that opened the door it comes through. It ends with the grant. */
  readonly through?: string | undefined;
}

type Used<T> = { readonly kind: 'used'; readonly result: T } | NotOpened;

/** Connections that are kept for a short time after use, so that the next command needs no handshake. */
export interface Connections {
  /**
   * Acts on a connection that nobody else uses meanwhile: a kept one, or a new one. A kept one that turns out to be dead is
   * replaced once, if nothing of the act has reached the server.
   */
  use<T>(place: Place, open: () => Promise<Opened>, act: (connection: SshConnection) => Promise<T>): Promise<Used<T>>;
  /** Closes what is idle at once; what is in use is closed after it. */
  end(which: (place: Place) => boolean): void;
  endOf(vmId: string): void;
  /** Keeps nothing any more. */
  close(): void;
}

interface Entry {
  readonly place: Place;
  readonly connection: SshConnection;
  readonly idle: Deadline;
  readonly forget: () => void;
}

/** @param idleMs how long a connection is kept after its last use; a minute by default */
export function createConnections({ clock, idleMs = 60_000 }: { clock: Clock; idleMs?: number }): Connections {
  const kept = new Set<Entry>();
  /** Those that are in use, or being opened. */
  const busy = new Set<{ readonly place: Place; isToEnd: boolean }>();
  let isClosed = false;

  const release = (entry: Entry) => {
    kept.delete(entry);
    entry.idle.clear();
    entry.forget();
    return entry.connection;
  };
  const keptAt = ({ key, through }: Place) =>
    [...kept].find(({ place }) => place.key === key && place.through === through);
  const keep = (place: Place, connection: SshConnection) => {
    const idle = clock.deadline(idleMs);
    const drop = () => release(entry).close();
    const entry: Entry = { place, connection, idle, forget: connection.onLost(drop) };
    kept.add(entry);
    idle.signal.addEventListener('abort', drop);
  };
  const takeKept = (place: Place): SshConnection | undefined => {
    for (let entry = keptAt(place); entry !== undefined; entry = keptAt(place)) {
      const connection = release(entry);
      if (connection.isReusable()) return connection;
      connection.close();
    }
    return undefined;
  };

  const end = (which: (place: Place) => boolean) => {
    for (const use of busy) if (which(use.place)) use.isToEnd = true;
    for (const entry of [...kept]) if (which(entry.place)) release(entry).close();
  };

  return {
    async use(place, open, act) {
      const use = { place, isToEnd: isClosed };
      busy.add(use);
      let connection = takeKept(place);
      let isDone = false;
      try {
        if (connection !== undefined) {
          connection.beginUse();
          const result = await act(connection);
          isDone = !connection.isNothingSent();
          if (isDone) return { kind: 'used', result };
          connection.close();
          connection = undefined;
        }
        const opened = await open();
        if (opened.kind !== 'open') return opened;
        connection = opened.connection;
        const result = await act(connection);
        isDone = true;
        return { kind: 'used', result };
      } finally {
        busy.delete(use);
        const isWanted = isDone && !use.isToEnd && keptAt(place) === undefined;
        if (isWanted && connection?.isReusable()) keep(place, connection);
        else connection?.close();
      }
    },
    end,
    endOf: (vmId) => end((place) => place.vmId === vmId),
    close() {
      isClosed = true;
      end(() => true);
    },
  };
}
