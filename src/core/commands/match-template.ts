import { code } from '../text/escape.ts';
import { nearest } from '../text/nearest.ts';
import { type Refusal, refuse } from '../text/refusal.ts';
import { argsByShape } from './args-by-shape.ts';
import { fillTemplate } from './fill-template.ts';
import { unaskable } from './show-bytes.ts';
import { type CommandTemplate, templateUsage } from './template.ts';

/** A command as somebody typed it. */
export type TypedCommand =
  /** Without `--`: the name of a template and its parameters, or the words of its command. */
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** Behind `--`. */
  | {
      readonly kind: 'exact';
      /** The exact command. */
      readonly text: string;
      /** Sentences on what was taken for the client's doing. */
      readonly notes: readonly string[];
      /** Its words: as it stands, and repaired where that differs; none where a shell would do more than split it. */
      readonly readings: readonly (readonly string[])[];
    };

/** What would run. */
export type MatchedCommand = MatchedTemplate | FreeCommand;

interface MatchedTemplate {
  readonly kind: 'template';
  readonly name: string;
  /** The exact command line. */
  readonly text: string;
  readonly args: readonly string[];
}

export interface FreeCommand {
  readonly kind: 'free';
  /** The exact command line. */
  readonly text: string;
  readonly notes: readonly string[];
  /** It has a template's beginning, and this is why it is not that template: for where free commands are not allowed. */
  readonly almost?: Refusal;
}

/**
 * Which command is meant. Words name a template by its name, or are its command; behind `--` the command comes first, and
 * what is no template is free. Where two templates could be meant nothing is guessed.
 */
export function matchTemplate(templates: readonly CommandTemplate[], typed: TypedCommand): MatchedCommand | Refusal {
  const readings = typed.kind === 'words' ? [typed.words] : typed.readings;
  for (const words of readings.length === 0 ? [[]] : readings) {
    const found = matchWords(templates, typed, words);
    if (found !== undefined) return found;
  }
  const [words = []] = readings;
  const almost = almostTemplate(templates, words);
  if (typed.kind === 'words') return almost ?? unknownCommand(templates, words);
  const { text, notes } = typed;
  return unaskable(text) ?? { kind: 'free', text, notes, ...(almost !== undefined && { almost }) };
}

/** The one template that these words are, or why it cannot be told which; undefined: none. */
function matchWords(
  templates: readonly CommandTemplate[],
  typed: TypedCommand,
  words: readonly string[],
): MatchedTemplate | Refusal | undefined {
  const named = templates.flatMap((template) => byName(template, words) ?? []);
  const shaped = templates.flatMap((template) => byShape(template, typed, words) ?? []);
  const candidates = typed.kind === 'exact' && shaped.length > 0 ? shaped : distinct([...named, ...shaped]);
  const [first, ...others] = candidates;
  if (first === undefined) return undefined;
  const isOneText = others.every(({ text }) => text === first.text);
  const meant = others.length === 0 ? first : candidates.find(({ name }) => isOneText && name === words[0]);
  if (meant === undefined) return ambiguous(templates, candidates);
  return unaskable(meant.text) ?? meant;
}

function distinct(all: readonly MatchedTemplate[]): readonly MatchedTemplate[] {
  return [...new Map(all.map((each) => [JSON.stringify([each.name, each.text]), each])).values()];
}

function byName(template: CommandTemplate, [name, ...args]: readonly string[]): MatchedTemplate | undefined {
  return template.name === name ? filledIn(template, args) : undefined;
}

function byShape(
  template: CommandTemplate,
  typed: TypedCommand,
  words: readonly string[],
): MatchedTemplate | undefined {
  // A command with pipes and the like is not taken apart: without parameters it can still be typed as it stands.
  const line = typed.kind === 'exact' ? typed.text : words.join(' ');
  if (line === template.run && template.parts.every(({ kind }) => kind === 'literal')) return filledIn(template, []);
  const args = argsByShape(template, words);
  return args === undefined ? undefined : filledIn(template, args);
}

function filledIn(template: CommandTemplate, args: readonly string[]): MatchedTemplate | undefined {
  const filled = fillTemplate(template, args);
  return filled.ok ? { kind: 'template', name: template.name, text: filled.text, args } : undefined;
}

/** Where the words name a template, or are its command but for the values: what is wrong with those. */
function almostTemplate(templates: readonly CommandTemplate[], words: readonly string[]): Refusal | undefined {
  const [name, ...rest] = words;
  const named = templates.filter((each) => each.name === name).map((each) => fillTemplate(each, rest));
  const shaped = templates.flatMap((each) => {
    const args = argsByShape(each, words);
    return args === undefined ? [] : [fillTemplate(each, args)];
  });
  // A template is often called like its program: who types the whole command means that.
  return [...shaped, ...named].find((each): each is Refusal => !each.ok);
}

function ambiguous(templates: readonly CommandTemplate[], candidates: readonly MatchedTemplate[]): Refusal {
  const names = [...new Set(candidates.map(({ name }) => name))];
  const usages = templates.filter(({ name }) => names.includes(name)).map((each) => code(templateUsage(each)));
  return refuse(
    `That could be any of the commands ${names.map(code).join(', ')}.`,
    `Type it by its name: ${usages.join(' or ')}.`,
  );
}

function unknownCommand(templates: readonly CommandTemplate[], [first = '']: readonly string[]): Refusal {
  const near = nearest(
    first,
    templates.map(({ name }) => name),
  );
  const shown = code(first.slice(0, 60));
  return refuse(
    `There is no command called ${shown}.`,
    near === undefined
      ? `${code('/vm commands <vm>')} lists those that there are; a command of your own stands behind ${code('--')}.`
      : `Did you mean ${code(near)}?`,
  );
}
