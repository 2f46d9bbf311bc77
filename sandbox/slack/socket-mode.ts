import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { SandboxClock } from '../clock.ts';
import { type Envelope, type EnvelopeType, readAck, wireForm } from './envelope.ts';

export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

/** What became of an envelope: the app's acknowledgement, nobody there, or no answer in time. */
export type Delivery =
  | { readonly status: 'acked'; readonly payload: Record<string, unknown> }
  | { readonly status: 'no-connection' }
  | { readonly status: 'timeout' };

const ackDeadlineMs = 3000;
/** On a clock that stands still, an app that never answers must not hold up the script for ever. */
const ackLimitRealMs = 15_000;
const closeLimitRealMs = 1000;
const pingEveryMs = 10_000;
const maxConnections = 10;

/** The app's WebSocket connections. Each envelope goes to one of them. https://docs.slack.dev/apis/events-api/using-socket-mode */
export class SocketMode {
  readonly #clock: SandboxClock;
  readonly #appId: string;
  readonly #connections = new Set<WebSocket>();
  readonly #waiting = new Map<string, (payload: Record<string, unknown>) => void>();
  readonly #quiet: (() => void)[] = [];
  readonly #connected: (() => void)[] = [];
  readonly #gone = new Map<WebSocket, AbortController>();
  readonly #sent: Envelope[] = [];
  #turn = 0;

  constructor(clock: SandboxClock, appId: string) {
    this.#clock = clock;
    this.#appId = appId;
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** What was sent last, of one kind or of any. */
  last(type?: EnvelopeType): Envelope | undefined {
    return this.#sent.findLast((each) => type === undefined || each.type === type);
  }

  connect(socket: WebSocket): void {
    if (this.#connections.size >= maxConnections) {
      sayGoodbye(socket, 'too_many_websockets');
      return;
    }
    this.#connections.add(socket);
    const gone = new AbortController();
    this.#gone.set(socket, gone);
    const pings = setInterval(() => socket.ping('ping'), pingEveryMs);
    pings.unref();
    socket.on('message', (data) => this.#receive(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(pings);
      this.#connections.delete(socket);
      this.#gone.delete(socket);
      gone.abort();
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#connections.size,
        connection_info: { app_id: this.#appId },
        debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
      }),
    );
    // Its pong says that the app has read the greeting before it.
    socket.once('pong', () => {
      for (const tell of this.#connected.splice(0)) tell();
    });
    socket.ping('hello');
  }

  async deliver(envelope: Envelope): Promise<Delivery> {
    this.#sent.push(envelope);
    const socket = this.#next();
    if (socket === undefined) return { status: 'no-connection' };
    const id = randomUUID();
    const acked = new Promise<Delivery>((resolve) =>
      this.#waiting.set(id, (payload) => resolve({ status: 'acked', payload })),
    );
    const deadline = this.#clock.deadline(ackDeadlineMs);
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), ackLimitRealMs);
    const ends = [deadline.signal, limit.signal, this.#gone.get(socket)?.signal ?? AbortSignal.abort()];
    socket.send(JSON.stringify(wireForm(id, envelope)));
    const outcome = await Promise.race([acked, passed(AbortSignal.any(ends))]);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) for (const tell of this.#quiet.splice(0)) tell();
    deadline.clear();
    clearTimeout(timer);
    return outcome;
  }

  /** Resolves as soon as no envelope waits for its acknowledgement. */
  quiet(): Promise<void> {
    return this.#waiting.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#quiet.push(resolve));
  }

  /** Resolves as soon as the app has a connection. */
  connected(): Promise<void> {
    return this.#connections.size > 0 ? Promise.resolve() : new Promise((resolve) => this.#connected.push(resolve));
  }

  /** Tells every connection to go away, as Slack does when it recycles them. */
  disconnect(reason: DisconnectReason): void {
    for (const socket of [...this.#connections]) {
      if (reason !== 'warning') this.#connections.delete(socket);
      sayGoodbye(socket, reason);
    }
  }

  /** Cuts every connection without a word. */
  drop(): void {
    for (const socket of [...this.#connections]) {
      this.#connections.delete(socket);
      socket.terminate();
    }
  }

  /** Ends every connection with a handshake: Bolt waits 30 s for one that is cut while it says goodbye. */
  async close(): Promise<void> {
    const closing = [...this.#gone].map(async ([socket, gone]) => {
      socket.close(1000);
      const cut = setTimeout(() => socket.terminate(), closeLimitRealMs);
      await passed(gone.signal);
      clearTimeout(cut);
    });
    await Promise.all(closing);
  }

  #next(): WebSocket | undefined {
    const open = [...this.#connections].filter((socket) => socket.readyState === socket.OPEN);
    this.#turn += 1;
    return open[this.#turn % Math.max(open.length, 1)];
  }

  #receive(text: string): void {
    const ack = readAck(text);
    if (ack !== undefined) this.#waiting.get(ack.envelopeId)?.(ack.payload);
  }
}

function sayGoodbye(socket: WebSocket, reason: DisconnectReason): void {
  socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
  if (reason !== 'warning') socket.close(1000);
}

function passed(signal: AbortSignal): Promise<Delivery> {
  if (signal.aborted) return Promise.resolve({ status: 'timeout' });
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve({ status: 'timeout' }), { once: true }),
  );
}
