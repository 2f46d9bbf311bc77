import type { Logger } from 'pino';
import type { Azure } from '../azure/azure.ts';
import type { Clock } from '../clock.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { SealOwner } from '../core/remediations/seal.ts';
import type { Store } from '../store/store.ts';
import type { Poster } from './poster.ts';

/** What the jobs work with. */
export interface JobParts {
  readonly store: Store;
  readonly azure: Azure;
  readonly clock: Clock;
  readonly log: Logger;
  readonly poster: Poster;
  /** Where approvers look. */
  readonly approvalsChannel: string;
  readonly seal: SealOwner;
  readonly policy: Policy;
  /** Names this process in leases. */
  readonly owner: string;
  /** The ids of the requests that this process carries out just now. */
  readonly underWay: Set<string>;
}

/** So long whoever carries something out is left alone after the last sign of life: the lease is kept meanwhile. */
export const leaseMs = 30_000;
/** Closing can be done twice without harm, and must not wait long for somebody who died while at it. */
export const closingLeaseMs = 30_000;
/** How long one write is followed at most. A VM may take minutes to start. */
export const writeDeadlineMs = 4 * 60_000;
/** Of what is closed by a script in the VM, which takes as long as any write. */
export const closingScriptLeaseMs = writeDeadlineMs + 30_000;
