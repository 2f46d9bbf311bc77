import { code } from '../text/escape.ts';
import { type Refusal, refuse } from '../text/refusal.ts';
import { shellWord } from '../text/shell-word.ts';
import { parameterProblem } from './check-parameter.ts';
import { type CommandTemplate, parametersOf, templateUsage } from './template.ts';

/** A template with everything filled in. */
export interface FilledTemplate {
  readonly ok: true;
  /** The exact command line. */
  readonly text: string;
}

/**
 * Fills a template in: each value becomes exactly one entry of argv. It is refused whole when one of them is not of its
 * type, or when they are too many or too few.
 */
export function fillTemplate(template: CommandTemplate, args: readonly string[]): FilledTemplate | Refusal {
  const parameters = parametersOf(template);
  if (args.length !== parameters.length) return wrongNumber(template, args.length);
  for (const [at, parameter] of parameters.entries()) {
    const problem = parameterProblem(parameter, args[at] ?? '');
    if (problem !== undefined) return refuse(`In the command ${code(template.name)}, ${problem.problem}`, problem.hint);
  }
  const values = args.values();
  const text = template.parts
    .map((part) => (part.kind === 'literal' ? part.text : shellWord(values.next().value ?? '')))
    .join('');
  return { ok: true, text };
}

function wrongNumber(template: CommandTemplate, given: number): Refusal {
  const wanted = parametersOf(template).length;
  const takes = wanted === 0 ? 'no parameter' : wanted === 1 ? 'one parameter' : `${wanted} parameters`;
  return refuse(
    `The command ${code(template.name)} takes ${takes}, and you gave ${given === 0 ? 'none' : given}.`,
    `Type ${code(templateUsage(template))}${given > wanted ? '; a value with spaces in it stands in quotes' : ''}.`,
  );
}
