import type { ArmServer } from '../../sandbox/arm/server.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import type { SealOwner } from '../../src/core/remediations/seal.ts';
import type { Scene } from './scene.ts';

/** Where the bot's memory is; plain data, so that it can be handed to another process. */
export type StorePlace =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string };

/** What a bot in a process of its own is made from. */
export interface BotOrder {
  readonly place: StorePlace;
  readonly arm: Pick<ArmServer, 'endpoint' | 'caCert' | 'credentials'>;
  readonly slack: { readonly botToken: string; readonly appToken: string; readonly apiUrl: string };
  readonly internetPort: number;
  readonly botAddress: string;
  readonly policy: Policy;
  readonly channel: string;
  readonly seal: SealOwner;
  /** How far its clock is ahead of real time. */
  readonly aheadMs: number;
  /** The moment at a write of its store at which it kills itself. */
  readonly dieAt: StoreMoment | undefined;
  readonly isLoud: boolean;
}

export interface StoreMoment {
  readonly scene: Scene;
  /** The store's method that writes: "requests.update". */
  readonly what: string;
  readonly when: 'before' | 'after';
  /** Counts the writes of this kind in this scene from 1: what is done side by side does not always take turns alike. */
  readonly nth: number;
}

export type ToBot =
  | { readonly kind: 'start'; readonly order: BotOrder }
  | { readonly kind: 'move'; readonly aheadMs: number }
  /** The bot is to stop, and to make place for another. */
  | { readonly kind: 'retire' }
  /** These are answered by `done` with the same number. */
  | { readonly kind: 'pass' | 'idle'; readonly id: number }
  | { readonly kind: 'scene'; readonly scene: Scene; readonly id: number };

export type FromBot =
  | { readonly kind: 'connected' | 'retired' }
  | { readonly kind: 'done'; readonly id: number }
  /** A write of the store begins, or is over. */
  | (StoreMoment & {
      readonly kind: 'store';
      readonly changed: boolean;
      /** How much went between the bot and others so far. */
      readonly outside: number;
    });
