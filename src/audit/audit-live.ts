import type { Azure } from '../azure/azure.ts';
import type { Clock } from '../clock.ts';
import type { readConfigFile } from '../config/config-file.ts';
import { problemLines } from '../config/problem.ts';
import { type Config, readAuditConfig } from '../config.ts';
import { entryOf, type NsgEntry } from '../core/audit/nsg-entry.ts';
import { surveyDoors } from '../core/audit/survey-doors.ts';
import { optionsWithoutBot } from '../core/audit/survey-options.ts';
import { BotError } from '../errors.ts';
import { type Audited, fromSurvey, noting } from './audit-file.ts';

export interface LiveParts {
  readonly port: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly yaml: ReturnType<typeof readConfigFile>;
  readonly readFile: (path: string) => string;
  readonly clock: Clock;
  readonly makeAzure: (config: Config['azure']) => Pick<Azure, 'inventory'>;
}

/** Audits the configured subscriptions. @returns what is in the way, with its line end */
export async function auditLive({ port, env, yaml, readFile, clock, makeAzure }: LiveParts): Promise<Audited | string> {
  const read = readAuditConfig(yaml.text, env, readFile);
  const problems = [...yaml.problems, ...(read.ok ? [] : read.problems)];
  if (!read.ok || problems.length > 0)
    return `Azure cannot be read: something is missing or wrong.\n\n${problemLines(problems)}\n`;
  const entries: NsgEntry[] = [];
  const behind = new Map<string, NsgEntry>();
  const options = optionsWithoutBot(port, read.thresholds, clock.now());
  try {
    const survey = await surveyDoors(makeAzure(read.azure).inventory(), {
      ...options,
      onGroup: (group, exposure) => entries.push(entryOf(group, exposure)),
      onBehind: noting(behind),
    });
    const keys = entries.map(({ id }) => id);
    return fromSurvey({ entries, keys, behind }, survey);
  } catch (error) {
    if (error instanceof BotError) return `${error.message} ${error.hint}\n`;
    throw error;
  }
}
