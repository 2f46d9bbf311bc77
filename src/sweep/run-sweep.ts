import type { Azure } from '../azure/azure.ts';
import type { Clock } from '../clock.ts';
import { type Problem, problemLines } from '../config/problem.ts';
import { readSweepConfig, type SweepConfig } from '../config.ts';
import { sweepDoors } from '../jobs/sweep-doors.ts';
import { parseArguments, usage } from './parse-arguments.ts';
import { type SweepStatus, sweepJson, sweepLines, sweepStatus } from './sweep-text.ts';

/** What the command gets from the process that it runs in. */
export interface SweepSurroundings {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly yaml: { readonly text?: string; readonly problems: readonly Problem[] };
  /** Gives a file's text or throws. */
  readonly readFile: (path: string) => string;
  readonly clock: Clock;
  readonly makeAzure: (config: SweepConfig['azure']) => Azure;
  readonly pause: (ms: number) => Promise<void>;
  readonly out: (line: string) => void;
  readonly err: (text: string) => void;
}

/** Closes what is open beyond its time, from Azure alone. @returns the exit status */
export async function runSweep(surroundings: SweepSurroundings): Promise<SweepStatus> {
  const { args, env, yaml, readFile, clock, makeAzure, pause, out, err } = surroundings;
  const command = parseArguments(args);
  if (command.kind === 'wrong') {
    err(`${command.problem}\n\n${usage}\n`);
    return 2;
  }
  const read = readSweepConfig(yaml.text, env, readFile);
  const problems = [...yaml.problems, ...(read.ok ? [] : read.problems)];
  if (!read.ok || problems.length > 0) {
    err(`The doors cannot be looked at:\n\n${problemLines(problems)}\n`);
    return 2;
  }
  const { azure, installation, sealKey } = read.config;
  const seal = { installation, key: sealKey.reveal() };
  const sweep = await sweepDoors({ azure: makeAzure(azure), clock, seal, pause }, { dryRun: command.dryRun });
  for (const line of command.format === 'json' ? [sweepJson(sweep)] : sweepLines(sweep)) out(line);
  return sweepStatus(sweep);
}
