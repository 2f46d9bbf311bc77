import type { VmFacts } from '../facts.ts';
import type { Lines } from './lines.ts';

/** What somebody wants to get onto, and from where. */
export interface Wanted {
  readonly facts: VmFacts;
  /** Canonical address or CIDR block; undefined when the person has not said. */
  readonly from: string | undefined;
  /** The port that sshd listens on inside the VM. */
  readonly port: number;
}

/** Something to type for one end. */
export interface Step {
  readonly title: string;
  readonly lines: Lines;
  /** Sentences; values from outside stand in code spans made with `code()`. */
  readonly notes?: readonly string[];
}

/** One way onto the VM. */
export interface Way {
  readonly id: 'entra' | 'plain-ssh' | 'bastion' | 'jump-host' | 'cloud-shell';
  /** The line that logs in, with what it is. */
  readonly login: Step;
  /** What belongs to it: a key that was just downloaded, files to copy. */
  readonly more: readonly Step[];
  /** Whether ssh asks about a host key that it does not know. */
  readonly checksHostKey: boolean;
  /** One sentence why it may not work on this VM; it is then not shown first. */
  readonly doubt?: string;
}

export interface WayIn {
  readonly id: Way['id'];
  /** @returns undefined where this way does not lead to the VM */
  for(wanted: Wanted): Way | undefined;
}
