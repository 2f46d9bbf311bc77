import type { Logger } from 'pino';
import type { Azure } from '../azure/azure.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { Poster } from './poster.ts';

/** What proves a rule to be this installation's own. */
export interface SealKey {
  readonly installation: string;
  readonly key: string;
}

/** What the jobs work with. */
export interface JobParts {
  readonly store: Store;
  readonly azure: Azure;
  readonly clock: Clock;
  readonly log: Logger;
  readonly poster: Poster;
  /** Where approvers look. */
  readonly approvalsChannel: string;
  /** Whether people of another company may read along there; also where that is not known. */
  readonly channelIsExternal: (channelId: string) => Promise<boolean>;
  readonly seal: SealKey;
  /** Names this process in leases. */
  readonly owner: string;
}

/** So long somebody who carries something out is left alone: longer than any write takes. */
export const leaseMs = 5 * 60_000;
/** How long one write is followed at most. A VM may take minutes to start. */
export const writeDeadlineMs = 4 * 60_000;
