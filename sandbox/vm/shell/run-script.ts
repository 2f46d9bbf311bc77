import type { Bash, BashExecResult } from 'just-bash';
import { root } from '../files/node.ts';
import { guestShell, isLimitReached, outputBytes } from './guest-shell.ts';
import type { Kernel, RunOrder, RunResult } from './kernel.ts';
import { trapVariable } from './posix-forms.ts';
import { readsInput } from './reads-input.ts';
import { refusedRedirection } from './refused-redirection.ts';
import { functionsOf } from './syntax-tree.ts';

/** Runs one script to its end. */
export async function runScript(kernel: Kernel, order: RunOrder): Promise<RunResult | 'endless'> {
  const { hostName } = await kernel.facts();
  const programs = new Set((await kernel.list(root, '/usr/bin')).map((entry) => entry.name));
  const stdin = readsInput(order.script) ? await kernel.input() : new Uint8Array();
  const shell = guestShell({ kernel, account: order.account, cwd: order.cwd, env: order.env, hostName, programs });
  const given = { rawScript: true, stdin: Buffer.from(stdin).toString('latin1'), stdinKind: 'bytes' } as const;
  const ended = await shell.exec(order.script, given).catch(refusedRedirection);
  const result = await springTrap(shell, order.script, ended);
  if (result.exitCode === 126 && isLimitReached(result.stderr)) return 'endless';
  const { env, stderr, exitCode } = result;
  return { stdout: outputBytes(result), stderr: Buffer.from(stderr), status: exitCode, env, cwd: env.PWD ?? order.cwd };
}

/** What `set -e` and an error of the shell's own end at once leaves its trap to be sprung. */
async function springTrap(shell: Bash, script: string, ended: BashExecResult): Promise<BashExecResult> {
  const action = ended.env[trapVariable] ?? '';
  if (action === '') return ended;
  const last = `${functionsOf(script)}\nif (exit ${ended.exitCode}); then\n${action}\nelse\n${action}\nfi`;
  const after = await shell.exec(last, { env: { ...ended.env, [trapVariable]: '' } }).catch(refusedRedirection);
  const stdout = Buffer.concat([outputBytes(ended), outputBytes(after)]).toString('latin1');
  return { ...ended, stdout, stdoutKind: 'bytes', stderr: ended.stderr + after.stderr };
}
