import {
  Bash,
  type CommandName,
  defineCommand,
  type ExecResult,
  getCommandNames,
  latin1FromBytes,
  stdoutAsBytes,
} from 'just-bash';
import type { Account } from '../accounts.ts';
import { type CommandContext, type GuestCommand, type Output, quote } from './command.ts';
import { guestCommands } from './commands.ts';
import { GuestFiles } from './guest-files.ts';
import type { Kernel } from './kernel.ts';
import { posixForms } from './posix-forms.ts';
import { refusedRedirection } from './refused-redirection.ts';
import { TimeLimits } from './time-limits.ts';
import { Umask } from './umask.ts';

export interface ShellOptions {
  readonly kernel: Kernel;
  readonly account: Account;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly hostName: string;
  /** What stands in /usr/bin. */
  readonly programs: ReadonlySet<string>;
  /** Those of the shell that started this one. */
  readonly limits?: TimeLimits;
  readonly umask?: Umask;
  /** Without the variables that a log-in sets. */
  readonly bare?: boolean;
}

/** Commands after which a script counts as one that never ends. It takes half a second to get there. */
const longestRun = 25_000;

/** A shell of one user on a guest. */
export function guestShell(options: ShellOptions): Bash {
  const { kernel, account } = options;
  const { limits = new TimeLimits(), umask = new Umask() } = options;
  const shell = new Bash({
    fs: new GuestFiles(kernel, account, umask),
    cwd: options.cwd,
    env: options.bare ? options.env : { ...loginEnvironment(account), HOSTNAME: options.hostName, ...options.env },
    processInfo: { uid: account.uid, gid: account.gid, pid: 2000, ppid: 1 },
    sleep: (ms) => limits.sleep(kernel, ms),
    commands: getCommandNames().filter((name) => options.programs.has(name)) as CommandName[],
    customCommands: guestCommands
      .filter(({ name }) => options.programs.has(name))
      .map((command) => adapt(command, { ...options, limits, umask })),
    executionLimits: {
      maxExecutionTimeMs: Number.POSITIVE_INFINITY,
      maxCommandCount: longestRun,
    },
  });
  shell.registerTransformPlugin(posixForms);
  return shell;
}

function loginEnvironment(account: Account): Record<string, string> {
  return {
    HOME: account.home,
    USER: account.name,
    LOGNAME: account.name,
    SHELL: account.shell,
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    LANG: 'C.UTF-8',
  };
}

/** The bytes that a program wrote, whichever of the two ways the shell keeps them. */
export function outputBytes(result: ExecResult): Uint8Array {
  return Buffer.from(latin1FromBytes(stdoutAsBytes(result)), 'latin1');
}

function adapt(command: GuestCommand, options: ShellOptions & Required<Pick<ShellOptions, 'limits' | 'umask'>>) {
  return defineCommand(command.name, async (args, shell) => {
    const stdin = Buffer.from(latin1FromBytes(shell.stdin), 'latin1');
    const context: CommandContext = {
      kernel: options.kernel,
      account: options.account,
      cwd: shell.cwd,
      env: shell.env,
      exported: { ...shell.exportedEnv },
      umask: options.umask,
      stdin,
      async run(argv, as, env, bare = false) {
        const [program = '', ...rest] = argv;
        const given = { cwd: shell.cwd, stdin: stdin.toString('latin1'), stdinKind: 'bytes', args: rest } as const;
        if (as === undefined && shell.exec !== undefined) {
          return fromShell(await shell.exec(quote(program), { ...given, env: { ...env } }));
        }
        const account = as ?? options.account;
        const other = guestShell({ ...options, account, cwd: shell.cwd, env: env ?? {}, bare });
        return fromShell(await other.exec(quote(program), given).catch(refusedRedirection));
      },
      async runWithin(limitMs, argv) {
        const limit = await options.limits.open(options.kernel, limitMs);
        // A shell of its own: one that computed for too long takes the shell around it along.
        const ended = context.run(argv, options.account, shell.exportedEnv ?? {});
        const output = ended.then(async (result) => {
          if (!isLimitReached(result.stderr)) return result;
          await options.limits.sleep(options.kernel, limitMs);
          return 'over' as const;
        });
        try {
          return await Promise.race([output, limit.over]);
        } finally {
          limit.close();
        }
      },
      async original(argv) {
        return shell.origCommand === undefined
          ? { status: 127 }
          : fromShell(await shell.origCommand([...argv]).catch(refusedRedirection));
      },
    };
    return toShell(await command.run(args, context));
  });
}

/**
 * Whether a script computed for so long that the shell ended it.
 * https://github.com/vercel-labs/just-bash#execution-protection
 */
export function isLimitReached(stderr = ''): boolean {
  return /too many (commands|iterations)|increase executionLimits\.max(Command|Loop)/.test(stderr);
}

function fromShell(result: ExecResult): Output {
  return { stdout: outputBytes(result), stderr: result.stderr, status: result.exitCode };
}

function toShell(output: Output): ExecResult {
  const { stdout = '', stderr = '', status } = output;
  if (typeof stdout === 'string') return { stdout, stderr, exitCode: status, stdoutKind: 'text' };
  return { stdout: Buffer.from(stdout).toString('latin1'), stderr, exitCode: status, stdoutKind: 'bytes' };
}
