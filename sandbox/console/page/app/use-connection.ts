import { useCallback, useEffect, useRef, useState } from 'react';
import type { Outcome } from '../../../slack/workspace.ts';
import type { Action, ClientMessage, ServerMessage, Snapshot } from '../../protocol.ts';

export interface Connection {
  readonly online: boolean;
  readonly seen: Partial<Omit<Snapshot, 'kind'>>;
  /** How often the sandbox was started anew while this page was open. */
  readonly restarts: number;
  /** What to add to this computer's clock to get the sandbox's. */
  readonly clockOffsetMs: number;
  act(userId: string, action: Action): Promise<Outcome>;
}

const reconnectAfterMs = 800;
const notConnected: Outcome = {
  ok: false,
  notice: 'The sandbox is not running any more. Start it again, and this page comes back.',
};

/** Keeps a WebSocket to the console's server and the last state it sent. */
export function useConnection(as: string, search: string): Connection {
  const [seen, setSeen] = useState<Connection['seen']>({});
  const [online, setOnline] = useState(false);
  const [clockOffsetMs, setClockOffsetMs] = useState(0);
  const [restarts, setRestarts] = useState(0);
  const run = useRef<string | undefined>(undefined);
  const socket = useRef<WebSocket | undefined>(undefined);
  const watched = useRef({ as, search });
  const waiting = useRef(new Map<number, (outcome: Outcome) => void>());
  const lastId = useRef(0);

  const send = useCallback((message: ClientMessage): boolean => {
    const open = socket.current?.readyState === WebSocket.OPEN;
    if (open) socket.current?.send(JSON.stringify(message));
    return open;
  }, []);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const connect = () => {
      const next = new WebSocket(`ws://${location.host}/live`);
      socket.current = next;
      next.onopen = () => {
        setOnline(true);
        send({ kind: 'watch', ...watched.current });
      };
      next.onmessage = (event) => {
        const message = JSON.parse(String(event.data)) as ServerMessage;
        if (message.kind === 'outcome') {
          waiting.current.get(message.id)?.(message.outcome);
          waiting.current.delete(message.id);
          return;
        }
        if (run.current !== undefined && run.current !== message.run) setRestarts((count) => count + 1);
        run.current = message.run;
        setSeen((before) => ({ ...before, ...message }));
        setClockOffsetMs((before) => {
          const offset = message.nowMs - Date.now();
          return Math.abs(offset - before) < 1000 ? before : offset;
        });
      };
      next.onclose = () => {
        if (over) return;
        setOnline(false);
        for (const answer of waiting.current.values()) answer(notConnected);
        waiting.current.clear();
        timer = setTimeout(connect, reconnectAfterMs);
      };
    };
    connect();
    return () => {
      over = true;
      clearTimeout(timer);
      socket.current?.close();
    };
  }, [send]);

  useEffect(() => {
    watched.current = { as, search };
    send({ kind: 'watch', as, search });
  }, [as, search, send]);

  const act = useCallback(
    (userId: string, action: Action) =>
      new Promise<Outcome>((resolve) => {
        lastId.current += 1;
        const id = lastId.current;
        waiting.current.set(id, resolve);
        if (!send({ kind: 'act', id, as: userId, action })) {
          waiting.current.delete(id);
          resolve(notConnected);
        }
      }),
    [send],
  );

  return { online, seen, restarts, clockOffsetMs, act };
}
