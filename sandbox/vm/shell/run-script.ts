import { guestShell, isLimitReached, outputBytes } from './guest-shell.ts';
import type { Kernel, RunOrder, RunResult } from './kernel.ts';
import { readsInput } from './reads-input.ts';
import { refusedRedirection } from './refused-redirection.ts';

/** Runs one script to its end. */
export async function runScript(kernel: Kernel, order: RunOrder): Promise<RunResult | 'endless'> {
  const { hostName } = await kernel.facts();
  const stdin = readsInput(order.script) ? await kernel.input() : new Uint8Array();
  const shell = guestShell({ kernel, account: order.account, cwd: order.cwd, env: order.env, hostName });
  const given = { rawScript: true, stdin: Buffer.from(stdin).toString('latin1'), stdinKind: 'bytes' } as const;
  const result = await shell.exec(order.script, given).catch(refusedRedirection);
  if (result.exitCode === 126 && isLimitReached(result.stderr)) return 'endless';
  const { env, stderr, exitCode } = result;
  return { stdout: outputBytes(result), stderr: Buffer.from(stderr), status: exitCode, env, cwd: env.PWD ?? order.cwd };
}
