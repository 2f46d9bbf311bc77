import type { Logger } from 'pino';
import type { Azure } from '../azure/azure.ts';
import type { Clock } from '../clock.ts';
import type { AuditSettings } from '../core/audit/audit-settings.ts';
import type { Remote } from '../core/commands/remote.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { SealOwner } from '../core/remediations/seal.ts';
import type { Store } from '../store/store.ts';
import type { InTurn } from './in-turn.ts';
import type { ScanHostKeys } from './look-at-server.ts';
import type { Poster } from './poster.ts';

/** What the jobs work with. */
export interface JobParts {
  readonly store: Store;
  readonly azure: Azure;
  readonly clock: Clock;
  readonly log: Logger;
  readonly poster: Poster;
  /** The way onto VMs. */
  readonly remote: Remote;
  /** Resolves after so long, and at once when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told of what is under way, so that a stopping bot finishes it. */
  readonly track: <T>(work: Promise<T>) => Promise<T>;
  /** By request id: ends what this process does for it just now. */
  readonly cancels: Map<string, AbortController>;
  /** The bot is being stopped, and nothing that takes minutes may begin any more. */
  readonly isInHurry: () => boolean;
  /** Where approvers look. */
  readonly approvalsChannel: string;
  readonly seal: SealOwner;
  readonly policy: Policy;
  readonly auditSettings: Pick<AuditSettings, 'thresholds'>;
  readonly scan: ScanHostKeys;
  /** The address the bot's own connections come from, as configured. */
  readonly botAddress: string | undefined;
  /** The bot goes to private addresses. */
  readonly isInside: boolean;
  /** So many random bytes. */
  readonly newBytes: (count: number) => Uint8Array;
  /** Names this process in leases. */
  readonly owner: string;
  /** The ids of the requests that this process carries out just now. */
  readonly underWay: Set<string>;
  /** In which commands and files begin, so that there are never more than may be at the same time. */
  readonly inTurn: InTurn;
}

/** So long whoever carries something out is left alone after the last sign of life: the lease is kept meanwhile. */
export const leaseMs = 30_000;
/** Closing can be done twice without harm, and must not wait long for somebody who died while at it. */
export const closingLeaseMs = 30_000;
/** How long one write is followed at most. A VM may take minutes to start. */
export const writeDeadlineMs = 4 * 60_000;
/** Of what is closed by a script in the VM, which takes as long as any write. */
export const closingScriptLeaseMs = writeDeadlineMs + 30_000;
