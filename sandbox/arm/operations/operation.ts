import { randomBytes, randomUUID } from 'node:crypto';
import type { SandboxClock } from '../../clock.ts';
import type { Fault } from '../../world/schema.ts';
import { ArmFailure, type ArmRequest, type OperationStart } from '../route.ts';

/** Clock time that an operation takes when nobody is in a hurry. */
const durationMs = 1000;

export interface OperationOptions {
  readonly clock: SandboxClock;
  readonly fast: boolean;
  /** Aborts when the sandbox closes. */
  readonly closed: AbortSignal;
  readonly mayEnd?: (() => Promise<void>) | undefined;
  readonly fault: Fault | undefined;
}

export type Outcome =
  | { readonly status: 'InProgress' }
  | { readonly status: 'Succeeded'; readonly output: unknown; readonly endedAtMs: number }
  | { readonly status: 'Failed'; readonly failure: ArmFailure; readonly endedAtMs: number };

/** One long-running operation, from its first answer to its outcome. */
export class Operation {
  readonly id = randomUUID();
  readonly style: OperationStart['style'];
  readonly startedAtMs: number;
  /** Nothing will ever come of it. */
  readonly hangs: boolean;
  /** Absolute, without a query. */
  readonly url: string;
  /** What a client must send back as it got it; it is as long as the real ones. */
  readonly query: string;
  /** Resolves with the outcome; never rejects. */
  readonly finished: Promise<void>;
  #outcome: Outcome = { status: 'InProgress' };

  constructor(request: ArmRequest, start: OperationStart, options: OperationOptions) {
    this.style = start.style;
    this.startedAtMs = options.clock.now();
    this.hangs = options.fault?.kind === 'operation-hangs';
    const namespace = start.style.startsWith('compute') ? 'Microsoft.Compute' : 'Microsoft.Network';
    // A world may spell a location as people read it: "East US".
    const location = encodeURIComponent(start.location.replaceAll(' ', '').toLowerCase());
    const subscription = encodeURIComponent(start.subscriptionId);
    this.url = `${request.baseUrl}/subscriptions/${subscription}/providers/${namespace}/locations/${location}/operations/${this.id}`;
    this.query = `api-version=${request.query('api-version') ?? ''}&${signature(this.startedAtMs)}`;
    this.finished = this.hangs ? new Promise(() => {}) : this.#run(start, options);
  }

  get outcome(): Outcome {
    return this.#outcome;
  }

  async #run(start: OperationStart, { clock, fast, closed, mayEnd, fault }: OperationOptions): Promise<void> {
    if (mayEnd !== undefined) await mayEnd();
    else await (fast ? new Promise((resolve) => setImmediate(resolve)) : passed(clock, durationMs, closed));
    try {
      if (fault !== undefined) {
        start.abandon?.();
        throw failureOf(fault);
      }
      const output = await start.work(closed);
      this.#outcome = { status: 'Succeeded', output, endedAtMs: clock.now() };
    } catch (error) {
      const failure =
        error instanceof ArmFailure
          ? error
          : new ArmFailure(500, 'InternalServerError', `An error occurred: ${String(error)}`);
      this.#outcome = { status: 'Failed', failure, endedAtMs: clock.now() };
    }
  }
}

function passed(clock: SandboxClock, afterMs: number, closed: AbortSignal): Promise<void> {
  const { signal, clear } = clock.deadline(afterMs);
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    closed.addEventListener('abort', clear, { once: true });
  });
}

function failureOf(fault: Fault): ArmFailure {
  return new ArmFailure(
    fault.status ?? 409,
    fault.code ?? 'OperationFailed',
    fault.message ?? 'The operation failed because of a fault in the sandbox.',
  );
}

function signature(nowMs: number): string {
  const text = (bytes: number) => randomBytes(bytes).toString('base64url');
  return `t=${nowMs}&c=MII${text(1100)}&s=${text(256)}&h=${text(32)}`;
}
