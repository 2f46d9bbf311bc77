import type { Account } from '../accounts.ts';
import type { Kernel } from './kernel.ts';
import type { Umask } from './umask.ts';

export interface CommandContext {
  readonly kernel: Kernel;
  readonly account: Account;
  readonly cwd: string;
  readonly env: ReadonlyMap<string, string>;
  /** The variables that programs see. */
  readonly exported: Readonly<Record<string, string>>;
  readonly umask: Umask;
  readonly stdin: Uint8Array;
  /**
   * Runs a command with its arguments, as somebody else if wanted.
   * @param bare without the variables that a log-in sets
   */
  run(argv: readonly string[], as?: Account, env?: Readonly<Record<string, string>>, bare?: boolean): Promise<Output>;
  /** Runs a command that may wait for no longer than `limitMs` on the sandbox's clock. */
  runWithin(limitMs: number, argv: readonly string[]): Promise<Output | 'over'>;
  /** The shell's own command of the same name. */
  original(argv: readonly string[]): Promise<Output>;
}

export interface Output {
  readonly stdout?: string | Uint8Array;
  readonly stderr?: string;
  readonly status: number;
}

/** A program of the guest that the shell lacks or has differently. */
export interface GuestCommand {
  readonly name: string;
  run(args: readonly string[], context: CommandContext): Output | Promise<Output>;
}

export const ok = (stdout: string): Output => ({ stdout, status: 0 });
export const fail = (stderr: string, status = 1): Output => ({
  stderr: stderr.endsWith('\n') ? stderr : `${stderr}\n`,
  status,
});

/** One word for the shell, whatever is in it. */
export const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
