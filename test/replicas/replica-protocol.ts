import type { ArmServer } from '../../sandbox/arm/server.ts';
import type { PolicyFile } from '../../src/config/policy-schema.ts';
import type { SealOwner } from '../../src/core/remediations/seal.ts';

/** Everything that a replica is told about its surroundings. */
export interface ReplicaSetup {
  readonly databaseUrl: string;
  readonly arm: Pick<ArmServer, 'endpoint' | 'caCert' | 'credentials'>;
  readonly slack: { readonly apiUrl: string; readonly botToken: string; readonly appToken: string };
  readonly policy: PolicyFile;
  readonly approvals: { readonly channel: string; readonly seal: SealOwner };
  readonly logLevel: string;
}

/** What the parent wants done. */
export interface Order {
  readonly id: number;
  readonly do: 'advance' | 'pass' | 'idle' | 'stop';
  readonly byMs?: number;
}

/** An order was carried out; 0 stands for the start. */
export interface Report {
  readonly id: number;
  readonly problem?: string;
}
