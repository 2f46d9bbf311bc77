import { sha256 } from '../canonical-json.ts';
import { describeCharacter } from '../text/describe-character.ts';
import { type Refusal, refuse } from '../text/refusal.ts';

/** A command as people read it before it runs. */
export interface ShownBytes {
  /** Printable ASCII alone: whatever else the command holds is written as `\u{200b}`. Two commands never look the same. */
  readonly text: string;
  /** One sentence where the command holds such characters. */
  readonly note?: string;
}

/** How many characters of a shown command a card takes beside everything else that it says. */
export const mostOnCard = 2500;

/**
 * Every printable ASCII character stands for itself, spaces at the beginning and end excepted: those could not be seen.
 * A command that has `\u{` in it itself is shown with its backslash escaped, so that no escape is ambiguous.
 */
export function showBytes(command: string): ShownBytes {
  const text = command
    .replace(/\\(?=u\{)|[^ -~]|^ +|(?<! ) +$/gu, (found) => [...found].map(escaped).join(''))
    // A lone surrogate is no character, and has a number all the same.
    .replace(/[\ud800-\udfff]/g, escaped);
  if (text === command) return { text };
  const odd = [...new Set(command.replace(/[ -~]/g, ''))];
  if (odd.length === 0) return { text, note: `What is written ${code(text)} stands for the character itself.` };
  const some = odd.slice(0, 5).map(describeCharacter).join(', ');
  const more = odd.length > 5 ? ` and ${odd.length - 5} more` : '';
  return {
    text,
    note: `It holds characters that are no plain ASCII (${some}${more}); they are written as their numbers, \\u{...}.`,
  };
}

function code(text: string): string {
  return /\\u\{[0-9a-f]+\}/.exec(text)?.[0] ?? text;
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Whether a card shows all of it. */
export function fitsOnCard(command: string): boolean {
  return command.length <= mostOnCard && showBytes(command).text.length <= mostOnCard;
}

/** SHA-256 of the command's exact bytes (UTF-8), hexadecimal: `printf %s '...' | sha256sum` prints the same. */
export function commandDigest(command: string): string {
  return sha256(command);
}

/** Why a command line, whoever wrote it, cannot be asked for; undefined: it can. */
export function unaskable(command: string): Refusal | undefined {
  if (command.trim() === '') return refuse('The command is missing.', 'Type it behind `--`.');
  const [odd] = /\0|\p{Cs}/u.exec(command) ?? [];
  if (odd !== undefined)
    return refuse(`The command holds ${describeCharacter(odd)}, which no program can be given.`, 'Take it out.');
  if (fitsOnCard(command)) return undefined;
  return refuse(
    `The command is too long to be shown whole: ${showBytes(command).text.length} characters, and ${mostOnCard} fit. Nobody approves what they cannot see.`,
    'Put it into a script on the VM and run that, or run it in parts.',
  );
}
