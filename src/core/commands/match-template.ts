import { code } from '../text/escape.ts';
import { nearest } from '../text/nearest.ts';
import { type Refusal, refuse } from '../text/refusal.ts';
import { fillTemplate } from './fill-template.ts';
import { shellWords } from './shell-words.ts';
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
      /** Its words, repaired; undefined where a shell would do more than split it. */
      readonly words: readonly string[] | undefined;
    };

/** What would run. */
export type MatchedCommand = MatchedTemplate | FreeCommand;

export interface MatchedTemplate {
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
  const words = typed.words ?? [];
  const named = byName(templates, words);
  const shaped = templates.flatMap((template) => byShape(template, typed) ?? []);
  const found = [...(named?.kind === 'template' ? [named] : []), ...shaped];
  const distinct = found.filter(
    (each, at) => found.findIndex(({ name, text }) => name === each.name && text === each.text) === at,
  );
  const candidates = typed.kind === 'exact' && shaped.length > 0 ? shaped : distinct;
  const sure = candidates.every(({ text }) => text === candidates[0]?.text)
    ? (candidates.find(({ name }) => name === words[0]) ?? (candidates.length === 1 ? candidates[0] : undefined))
    : undefined;
  if (sure !== undefined) return sure;
  if (candidates.length > 0) return ambiguous(templates, candidates);
  const almost = named?.kind === 'refused' ? named.refusal : almostShaped(templates, words);
  if (typed.kind === 'words') return almost ?? unknownCommand(templates, words);
  const { text, notes } = typed;
  return unaskable(text) ?? { kind: 'free', text, notes, ...(almost !== undefined && { almost }) };
}

function byName(
  templates: readonly CommandTemplate[],
  [name, ...args]: readonly string[],
): MatchedTemplate | { readonly kind: 'refused'; readonly refusal: Refusal } | undefined {
  const template = templates.find((each) => each.name === name);
  if (template === undefined) return undefined;
  const filled = fillTemplate(template, args);
  return filled.ok
    ? { kind: 'template', name: template.name, text: filled.text, args }
    : { kind: 'refused', refusal: filled };
}

function byShape(template: CommandTemplate, typed: TypedCommand): MatchedTemplate | undefined {
  const { name, run } = template;
  // A command with pipes and the like is not taken apart: without parameters it can still be typed as it stands.
  const isVerbatim = typed.kind === 'exact' ? typed.text === run : typed.words.join(' ') === run;
  if (isVerbatim && template.parts.every(({ kind }) => kind === 'literal'))
    return { kind: 'template', name, text: run, args: [] };
  const args = typed.words === undefined ? undefined : argsByShape(template, typed.words);
  if (args === undefined) return undefined;
  const filled = fillTemplate(template, args);
  return filled.ok ? { kind: 'template', name, text: filled.text, args } : undefined;
}

/** The values that stand where the template has its parameters; undefined where the words are other words. */
function argsByShape(template: CommandTemplate, words: readonly string[]): readonly string[] | undefined {
  const wanted = wordsOf(template);
  if (wanted === undefined || wanted.length !== words.length) return undefined;
  const args: string[] = [];
  for (const [at, want] of wanted.entries()) {
    const word = words[at] ?? '';
    if (want.isHole ? !word.startsWith(want.text) : word !== want.text) return undefined;
    if (want.isHole) args.push(word.slice(want.text.length));
  }
  return args;
}

interface WantedWord {
  /** The whole word; of a hole what stands in front of it in the same word. */
  readonly text: string;
  readonly isHole: boolean;
}

/** A private character that stands for a hole while the shell's words are found. */
const mark = '\u{f8ff}';

function wordsOf({ parts }: CommandTemplate): readonly WantedWord[] | undefined {
  const line = parts.map((part) => (part.kind === 'literal' ? part.text.replaceAll(mark, ' ') : mark)).join('');
  return shellWords(line)?.map((word) => ({ text: word.replace(mark, ''), isHole: word.endsWith(mark) }));
}

/** Where the words begin like a template's command: what is wrong with the values, if that is all. */
function almostShaped(templates: readonly CommandTemplate[], words: readonly string[]): Refusal | undefined {
  for (const template of templates) {
    const args = argsByShape(template, words);
    const filled = args === undefined ? undefined : fillTemplate(template, args);
    if (filled?.ok === false) return filled;
  }
  return undefined;
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
