import type { Outcome, RemediationId } from '../checks/check.ts';
import type { VmFacts } from '../facts.ts';
import type { Plan } from './plan.ts';

/** What a person may choose; canonical, and stored with the request. A remediation ignores what it has no use for. */
export interface RemediationParams {
  /** Address or CIDR to let in, canonical. */
  readonly from: string;
  /** Port of sshd inside the VM. */
  readonly port: number;
  /** How long what is opened stays open; absent for what stays as it is. */
  readonly durationMs?: number;
  /** Of a public IP: take it away again at the end. */
  readonly removeAtEnd?: boolean;
}

interface PlanInput {
  readonly facts: VmFacts;
  readonly params: RemediationParams;
  /** Names what is created: rules and addresses carry it. */
  readonly requestId: string;
}

/** Why a remediation is not possible, and what to do instead. */
export interface PlanRefusal {
  readonly kind: 'refused';
  /** One sentence. */
  readonly problem: string;
  /** One sentence. */
  readonly hint: string;
}

/** What happens, in words, beside the plan's own sentences. */
export interface Planned {
  readonly kind: 'planned';
  readonly plan: Plan;
  /** What an approver should know besides: costs, what it cuts, what closing does not do. A sentence each. */
  readonly notes: readonly string[];
}

/** What the bot itself can carry out; the rest is explained. */
export type DoableId = Exclude<RemediationId, 'add-key'>;

export interface Remediation {
  readonly id: DoableId;
  /** "Open the port": a heading and a button. */
  readonly title: string;
  /** Whether somebody must say how long: it closes by itself. `optional`: only if it is to be undone. */
  readonly timeBox: 'required' | 'optional' | 'none';
  /** Every Azure permission that carrying it out needs, beyond reading. */
  readonly permissions: readonly string[];
  /** The exact change that makes the check pass, or why there is none. Pure: the same facts give the same plan. */
  plan(input: PlanInput): Planned | PlanRefusal;
  /** Whether the world now shows what was wanted; facts are read anew after the last write. */
  verify(facts: VmFacts, params: RemediationParams): Outcome;
}
