import { setTimeout as delay } from 'node:timers/promises';
import type { SandboxClock } from '../../clock.ts';
import type { Fault } from '../../world/schema.ts';
import { ArmFailure, type ArmReply, type ArmRequest, type OperationStart } from '../route.ts';
import { Operation } from './operation.ts';

/** In fast mode a poll waits this long, in real time, for an outcome, so that one poll is mostly enough. */
const fastPollMs = 1000;
/** The same in a story: each poll moves its clock, so that a second one on a busy machine would change what is told. */
const storyPollMs = 60_000;
/** How far a poll of an operation that never ends moves a clock that stands still, so that deadlines come about. */
const hangingPollMs = 1000;
const mostOperations = 2000;

interface StoreOptions {
  readonly clock: SandboxClock;
  readonly fast: boolean;
  readonly closed: AbortSignal;
  /** Operations end when this resolves, instead of by time. */
  readonly mayEnd?: (() => Promise<void>) | undefined;
}

/**
 * The long-running operations and what is answered about them.
 * https://github.com/Azure/azure-resource-manager-rpc/blob/master/v1.0/async-api-reference.md
 */
export class OperationStore {
  readonly #options: StoreOptions;
  readonly #operations = new Map<string, Operation>();

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  /** Starts one and gives the headers of the first answer. */
  start(request: ArmRequest, start: OperationStart, fault: Fault | undefined): Record<string, string> {
    const isLost = fault?.kind === 'operation-lost';
    const operation = new Operation(request, start, { ...this.#options, fault: isLost ? undefined : fault });
    if (!isLost) this.#operations.set(operation.id, operation);
    const [oldest] = this.#operations.keys();
    if (this.#operations.size > mostOperations && oldest !== undefined) this.#operations.delete(oldest);
    const headers = { 'Azure-AsyncOperation': `${operation.url}?${operation.query}`, ...this.#retryAfter() };
    switch (operation.style) {
      case 'network-put':
      case 'compute-put':
        return { ...headers, 'Azure-AsyncNotification': 'Enabled' };
      case 'network-delete':
        return { ...headers, Location: locationOf(operation) };
      case 'compute':
        return { ...headers, 'Azure-AsyncNotification': 'Enabled', Location: locationOf(operation) };
    }
  }

  /** What `Azure-AsyncOperation` points to. */
  async status(request: ArmRequest): Promise<ArmReply> {
    if (request.query('monitor') === 'true') return this.result(request);
    const operation = await this.#awaited(request);
    const pending = operation.outcome.status === 'InProgress';
    const body = operation.style.startsWith('compute') ? computeBody(operation) : networkBody(operation);
    return { status: 200, headers: pending ? this.#retryAfter() : {}, body };
  }

  /** What `Location` points to: 202 until it is over, then the operation's own answer. */
  async result(request: ArmRequest): Promise<ArmReply> {
    const operation = await this.#awaited(request);
    const { outcome } = operation;
    switch (outcome.status) {
      case 'InProgress':
        return { status: 202, headers: { Location: locationOf(operation), ...this.#retryAfter() } };
      case 'Failed':
        throw outcome.failure;
      case 'Succeeded':
        return outcome.output === undefined ? { status: 200 } : { status: 200, body: outcome.output };
    }
  }

  async #awaited(request: ArmRequest): Promise<Operation> {
    const operation = this.#operations.get(request.params.id?.toLowerCase() ?? '');
    if (operation === undefined) {
      throw new ArmFailure(404, 'NotFound', `The entity '${request.params.id}' was not found in this Azure location.`);
    }
    const { clock, fast, mayEnd } = this.#options;
    if (operation.hangs) clock.hang(clock.deadline(hangingPollMs).signal);
    else if (fast && mayEnd === undefined)
      await Promise.race([
        operation.finished,
        delay(clock.standsStill ? storyPollMs : fastPollMs, undefined, { ref: false }),
      ]);
    return operation;
  }

  /** Clients poll every 10 or 30 seconds on their own when nobody says otherwise. */
  #retryAfter(): Record<string, string> {
    return this.#options.fast ? {} : { 'Retry-After': '1' };
  }
}

function locationOf(operation: Operation): string {
  if (operation.style.startsWith('compute')) return `${operation.url}?${operation.query}&monitor=true`;
  return `${operation.url.replace('/operations/', '/operationResults/')}?${operation.query}`;
}

function networkBody({ outcome }: Operation): object {
  if (outcome.status !== 'Failed') return { status: outcome.status };
  const { code, message, details } = outcome.failure;
  return { status: 'Failed', error: { code, message, details: details ?? [] } };
}

function computeBody({ id, startedAtMs, outcome }: Operation): object {
  const begun = { startTime: new Date(startedAtMs).toISOString(), status: outcome.status, name: id };
  if (outcome.status === 'InProgress') return begun;
  const ended = { ...begun, endTime: new Date(outcome.endedAtMs).toISOString() };
  if (outcome.status === 'Succeeded') {
    return outcome.output === undefined ? ended : { ...ended, properties: { output: outcome.output } };
  }
  const { code, message, details } = outcome.failure;
  return { ...ended, error: { code, message, ...(details && { details }) } };
}
