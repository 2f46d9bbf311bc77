import type { Outcome } from '../checks/check.ts';
import type { SshLimits } from '../commands/limits.ts';
import type { VmFacts } from '../facts.ts';
import type { HostKey } from '../host-keys/host-key.ts';
import type { NsgFacts } from '../nsg-facts.ts';
import type { Plan, PlannedWrite } from './plan.ts';

/** What a person may choose; canonical, and stored with the request. An action ignores what it has no use for. */
export interface ActionParams {
  /** Address or CIDR to let in, canonical; '' where nobody was asked for one. */
  readonly from: string;
  /** Port of sshd inside the VM. */
  readonly port: number;
  /** How long what is opened stays open; absent for what stays as it is. */
  readonly durationMs?: number;
  /** Of what closes only if somebody wants it to: whether it is taken away again at the end. */
  readonly removeAtEnd?: boolean;
  /** Of what goes over SSH: as whom, how the bot gets there, and who reads what comes of it. */
  readonly over?: OverSshParams;
  readonly command?: RequestedCommand;
  /** Of a file: its absolute path. */
  readonly path?: string;
  /** Of a key that is let in: as whom, and the key itself, `type base64`. */
  readonly user?: string;
  readonly publicKey?: string;
  /** By the VMAccess extension, as the policy has it. */
  readonly vmAccess?: true;
  /** Of host keys: which are to be trusted, as they were read. */
  readonly hostKeys?: HostKeyParams;
  /** Of a closing that is undone: the request that closed, and the rules that it put there. */
  readonly closing?: ClosingParams;
}

interface ClosingParams {
  readonly requestId: string;
  /** Names, in the order in which they were written. */
  readonly rules: readonly string[];
}

export interface HostKeyParams {
  /** Azure's unique id of the machine that they were read from. */
  readonly machineId: string;
  readonly keys: readonly HostKey[];
  /** Those that were approved for the VM before; empty where none were. */
  readonly replaces: readonly HostKey[];
  /** Whether the server that the bot reaches showed the same ones. */
  readonly server: 'agrees' | 'disagrees' | 'not-seen';
  /** What an approver should know of the reading, a sentence each. */
  readonly remarks: readonly string[];
}

export interface OverSshParams {
  readonly user: string;
  /** The address that the bot's own connections come from, as configured. */
  readonly egress?: string;
  /** The bot is in the VM's network, or in one that is joined to it: it goes to the private address. */
  readonly isInside: boolean;
  /** What it may take, as configured; absent: the usual. */
  readonly limits?: SshLimits;
  /** Id of the channel that reads what comes of it; absent: only the person who asked does. */
  readonly answersIn?: string;
}

/** A command, as it was asked for. */
export interface RequestedCommand {
  /** The exact command line. */
  readonly text: string;
  /** Name of the template that it was made of; absent: somebody typed it as it stands. */
  readonly template?: string;
  /** The account that the template names; absent: it names none. */
  readonly user?: string;
  /** What the template's parameters were filled with, in order; absent: there are none. */
  readonly args?: readonly string[];
}

interface PlanInput<Facts> {
  readonly facts: Facts;
  readonly params: ActionParams;
  /** Names what is created: rules and addresses carry it. */
  readonly requestId: string;
}

/** Why an action is not possible, and what to do instead. */
export interface PlanRefusal {
  readonly kind: 'refused';
  /** It may be otherwise in a minute: Azure did not say what has to be known. */
  readonly passing?: true;
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

/** How it is said of a grant that it began, and that it ends. */
export interface GrantWords {
  readonly open: string;
  readonly closed: string;
  /** Follows "it". */
  readonly ends: string;
  /** What becomes of connections then. */
  readonly sessions: string;
  /** Sentences: what closing it now does; and what is so once it is over. */
  readonly closing: string;
  readonly over: string;
  /** Follows "until then", of one that should be closed and cannot be. */
  readonly still: string;
}

/** What is known of one thing that can be asked for and approved, whatever it is about. */
interface ActionWords<Id extends string> {
  /** Also its name in the policy. */
  readonly id: Id;
  /** "Open the port": a heading and a button. */
  readonly title: string;
  /** What one does, for "You may not ..." and "Nobody may ...". @param vm the VM as it stands in a sentence */
  doing(vm: string): string;
  /** What one request is about, in few words: "port 22 of myVM". */
  subject(vm: string, params: ActionParams): string;
  /** What one request is for, in words that follow "asks to"; how long is said behind it. */
  asks(vm: string, params: ActionParams): string;
  /** Whether it lets an address in, which then has to be said, allowed and narrow. */
  readonly opensTo: boolean;
  /** Whether somebody must say how long: it closes by itself. `optional`: only if it is to be undone. */
  readonly timeBox: 'required' | 'optional' | 'none';
  /** Whether it lets in a key that somebody gives, so that the policy says how. */
  readonly takesKey?: boolean;
  /** Whether the policy decides about it by the command that is to run. */
  readonly commands?: true;
  /** How it is said that it began and ends, where it is no door that only keeps new connections out. */
  readonly grant?: GrantWords;
  /** What whoever asked does when it is done; nothing where the bot does all itself. */
  readonly next?: 'connect' | 'check again';
  /** Every Azure permission that carrying it out needs, beyond reading. */
  readonly permissions: readonly string[];
  /**
   * What takes back what a request that failed may have done, where that is not to delete what it put there. Each does
   * nothing where there is nothing.
   */
  takesBack?(request: {
    readonly id: string;
    readonly params: ActionParams;
    /** The VM's resource id. */
    readonly vmId: string;
  }): readonly PlannedWrite[];
}

/** Everything that the rest of the bot knows of an action on a VM. */
export interface Action<Id extends string = string> extends ActionWords<Id> {
  readonly about?: never;
  /** The exact change that brings it about, or why there is none. Pure: the same facts give the same plan. */
  plan(input: PlanInput<VmFacts>): Planned | PlanRefusal;
  /**
   * Whether the world now shows what was wanted; facts are read anew after the last write. Absent where the bot does it
   * itself, and so knows.
   */
  verify?(facts: VmFacts, params: ActionParams): Outcome;
}

/** The same of an action on a network security group, with the group's own facts. */
export interface NsgAction<Id extends string = string> extends ActionWords<Id> {
  readonly about: 'nsg';
  plan(input: PlanInput<NsgFacts>): Planned | PlanRefusal;
  /** @param plan what was carried out */
  verify(facts: NsgFacts, params: ActionParams, plan: Plan): Outcome;
}

export type AnyAction<Id extends string = string> = Action<Id> | NsgAction<Id>;
