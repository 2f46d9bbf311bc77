import type { KeyType, OpenSshKey } from '../../keys/open-ssh-key.ts';
import type { Firewall } from '../../world/guest-state-schema.ts';
import type { Account } from '../accounts.ts';
import type { FileErrorCode } from '../files/file-error.ts';
import type { FileStatus } from '../files/file-system.ts';
import type { Actor, FileSystemNode } from '../files/node.ts';
import type { JournalEntry } from '../journal.ts';
import type { MachineFacts } from '../machine.ts';
import type { SshdVerb } from '../sshd/sshd.ts';
import type { SshdConfigTest } from '../sshd/test-sshd-config.ts';

/**
 * What a running command may ask of its machine. The machine lives in the main thread and commands in a worker, so
 * that a command can be killed at any moment and the disk stays as it was.
 */
export interface Kernel {
  read(actor: Actor, path: string): Promise<Uint8Array>;
  write(actor: Actor, path: string, content: Uint8Array, mode: 'replace' | 'append'): Promise<void>;
  whyNotWrite(actor: Actor, path: string): Promise<FileErrorCode | undefined>;
  status(actor: Actor, path: string, follow: boolean): Promise<FileStatus>;
  list(actor: Actor, path: string): Promise<{ readonly name: string; readonly kind: FileSystemNode['kind'] }[]>;
  makeDirectory(actor: Actor, path: string, recursive: boolean): Promise<void>;
  remove(actor: Actor, path: string, recursive: boolean): Promise<void>;
  rename(actor: Actor, from: string, to: string): Promise<void>;
  changeMode(actor: Actor, path: string, mode: number): Promise<void>;
  changeOwner(
    actor: Actor,
    path: string,
    uid: number | undefined,
    gid: number | undefined,
    follow?: boolean,
  ): Promise<void>;
  changeTime(actor: Actor, path: string, mtimeMs: number): Promise<void>;
  linkSymbolically(actor: Actor, target: string, path: string): Promise<void>;
  link(actor: Actor, existing: string, path: string): Promise<void>;
  readLink(actor: Actor, path: string): Promise<string>;
  realPath(actor: Actor, path: string): Promise<string>;
  exists(actor: Actor, path: string): Promise<boolean>;

  facts(): Promise<MachineFacts>;
  accounts(): Promise<readonly Account[]>;
  journal(): Promise<readonly JournalEntry[]>;
  log(unit: string, program: string, message: string): Promise<void>;
  /** Epoch milliseconds on the sandbox's clock. */
  now(): Promise<number>;
  /** Ends when the time has passed on the sandbox's clock. */
  sleep(forMs: number): Promise<void>;
  /** All of the standard input, once its end is known. */
  input(): Promise<Uint8Array>;
  /** What systemd does with sshd; what comes back is why it does not start. */
  controlSshd(verb: SshdVerb): Promise<string | undefined>;
  /** Whether sshd would start with what is on the disk: what it says if not. */
  testSshd(): Promise<SshdConfigTest>;
  changeFirewall(firewall: Firewall): Promise<void>;
  switchFail2ban(on: boolean): Promise<void>;
  unban(addresses: readonly string[]): Promise<void>;
  /** A key pair that was not there before. */
  makeKey(type: KeyType, comment: string): Promise<OpenSshKey>;
  /** Ends the script that asks, as a signal that it sends to itself; nothing comes back. */
  endBySignal(name: string): Promise<never>;
}

export const kernelCalls = [
  ...(['read', 'write', 'whyNotWrite', 'status', 'list', 'makeDirectory', 'remove', 'rename', 'changeMode'] as const),
  ...(['changeOwner', 'changeTime', 'linkSymbolically', 'link', 'readLink', 'realPath', 'exists'] as const),
  ...(['facts', 'accounts', 'journal', 'log', 'now', 'sleep', 'input', 'controlSshd', 'testSshd'] as const),
  ...(['changeFirewall', 'switchFail2ban', 'unban', 'makeKey', 'endBySignal'] as const),
] satisfies readonly (keyof Kernel)[];

export interface RunOrder {
  readonly account: Account;
  readonly script: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface RunResult {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly status: number;
  /** Variables and folder at the end, for a shell's next line. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** Worker to main thread. */
export type FromWorker =
  | { readonly kind: 'call'; readonly id: number; readonly name: keyof Kernel; readonly args: readonly unknown[] }
  | { readonly kind: 'done'; readonly result: RunResult }
  /** The script went past every limit: it counts as one that never ends. */
  | { readonly kind: 'endless' };

/** Main thread to worker. */
export type ToWorker =
  | { readonly kind: 'run'; readonly order: RunOrder }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly message: string };
