import type { BashExecResult } from 'just-bash';
import { guestShell, isLimitReached, outputBytes } from './guest-shell.ts';
import type { Kernel, RunOrder, RunResult } from './kernel.ts';
import { readsInput } from './reads-input.ts';

/** Runs one script to its end. */
export async function runScript(kernel: Kernel, order: RunOrder): Promise<RunResult | 'endless'> {
  const { hostName } = await kernel.facts();
  const stdin = readsInput(order.script) ? await kernel.input() : new Uint8Array();
  const shell = guestShell({ kernel, account: order.account, cwd: order.cwd, env: order.env, hostName });
  const given = { rawScript: true, stdin: Buffer.from(stdin).toString('latin1'), stdinKind: 'bytes' } as const;
  const result = await shell.exec(order.script, given).catch((error: Error) => refusedRedirection(error));
  if (result.exitCode === 126 && isLimitReached(result.stderr)) return 'endless';
  const { env, stderr, exitCode } = result;
  return { stdout: outputBytes(result), stderr: Buffer.from(stderr), status: exitCode, env, cwd: env.PWD ?? order.cwd };
}

/** The shell gives up as a whole when it may not write where output is to go. */
function refusedRedirection(error: Error): BashExecResult {
  const [, code = '', path = ''] = /^(E[A-Z]+): .*'(.*)'$/s.exec(error.message) ?? [];
  const reason = reasons[code];
  if (reason === undefined) throw error;
  return { stdout: '', stderr: `bash: line 1: ${path}: ${reason}\n`, exitCode: 1, env: {} };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  ENOTDIR: 'Not a directory',
  ENOSPC: 'No space left on device',
};
