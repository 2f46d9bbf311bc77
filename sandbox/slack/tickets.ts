import { randomUUID } from 'node:crypto';

/** Tickets for WebSocket connections: each opens one. */
export class Tickets {
  readonly #open = new Set<string>();

  issue(): string {
    const ticket = randomUUID();
    this.#open.add(ticket);
    return ticket;
  }

  redeem(ticket: string): boolean {
    return this.#open.delete(ticket);
  }
}
