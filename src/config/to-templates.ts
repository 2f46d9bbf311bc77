import { parseTemplate } from '../core/commands/parse-template.ts';
import type { CommandTemplate } from '../core/commands/template.ts';
import type { CommandsFile } from './commands-schema.ts';
import { isProblems, type Problem } from './problem.ts';

/** A word that has a meaning of its own where a command is typed. */
const taken: ReadonlySet<string> = new Set(['because', 'port']);

export interface Templates {
  /** In the order of the file. */
  readonly all: readonly CommandTemplate[];
}

/** The commands that people may run, or everything that is wrong with them. */
export function toTemplates(file: CommandsFile): Templates | Problem[] {
  const read = Object.entries(file).map(([name, each]) => toTemplate(name, each));
  const problems = read.filter(isProblems).flat();
  return problems.length > 0 ? problems : { all: read.flatMap((each) => (isProblems(each) ? [] : [each])) };
}

function toTemplate(name: string, file: CommandsFile[string]): CommandTemplate | Problem[] {
  const { run, describe, user } = typeof file === 'string' ? { run: file } : file;
  const where = `commands.${name}`;
  if (taken.has(name))
    return [
      { where, problem: 'has a name that means something else in front of a command', mend: 'Give it another name.' },
    ];
  const parts = parseTemplate(run);
  if ('problem' in parts) return [{ where: typeof file === 'string' ? where : `${where}.run`, ...parts }];
  return { name, run, parts, ...(describe !== undefined && { describe }), ...(user !== undefined && { user }) };
}
