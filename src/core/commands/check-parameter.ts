import { AddressSet } from '../net/address-set.ts';
import { describeCharacter } from '../text/describe-character.ts';
import { code } from '../text/escape.ts';
import { typographicDashes } from '../text/normalise-typed.ts';
import { type Refusal, refuse } from '../text/refusal.ts';
import { type TextKind, typeWords } from './param-type.ts';
import type { Parameter } from './template.ts';

/** The first character that no value of the kind may hold. */
const forbidden = {
  name: /[^A-Za-z0-9._@:-]/u,
  // A path may be called whatever a file may be called.
  path: /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u,
  text: /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u,
  word: /[\p{Cc}\p{Z}\p{Cs}]/u,
  host: /[^A-Za-z0-9.:-]/u,
  int: /[^0-9-]/u,
} as const;

/** Why a value cannot stand in the place of a parameter, with the character that is in the way; undefined: it can. */
export function parameterProblem({ name, type, isGlued }: Parameter, value: string): Refusal | undefined {
  const hint = `It takes ${typeWords(type)}.`;
  const no = (problem: string) => refuse(`${code(name)} ${problem}.`, hint);
  const [first = ''] = value;
  if (!isGlued && (first === '-' || (first !== '' && typographicDashes.includes(first))))
    return refuse(
      `${code(name)} cannot begin with ${describeCharacter(first)}: the command could take it for an option.`,
      `It takes ${typeWords(type)}, without a dash in front.`,
    );
  if (type.kind === 'choice')
    return type.of.includes(value) ? undefined : no(`cannot be ${code(value.slice(0, 60))}${oddCharacter(value)}`);
  const [odd] = forbidden[type.kind].exec(value) ?? [];
  if (odd !== undefined) return no(`cannot hold ${describeCharacter(odd)}`);
  if (type.kind === 'int') return isWithin(type, value) ? undefined : no(`cannot be ${code(value.slice(0, 60))}`);
  return lengthProblem(type, value, no) ?? shapeProblem(type.kind, value, no);
}

/** Without leading zeros: some programs would read those as octal. */
function isWithin({ least, most }: { readonly least: number; readonly most: number }, digits: string): boolean {
  const number = /^(?:0|-?[1-9]\d{0,14})$/.test(digits) ? Number(digits) : Number.NaN;
  return number >= least && number <= most;
}

function lengthProblem(
  { least, most }: { readonly least: number; readonly most: number },
  value: string,
  no: (problem: string) => Refusal,
): Refusal | undefined {
  const length = [...value].length;
  if (length < least) return no(length === 0 ? 'cannot be empty' : `is too short: ${length} characters`);
  return length > most ? no(`is too long: ${length} characters`) : undefined;
}

/** Of a word that is none of those to choose from, only what cannot be seen is worth naming. */
function oddCharacter(value: string): string {
  const [odd] = /[\p{C}\p{Z}]/u.exec(value) ?? [];
  return odd === undefined ? '' : `, which holds ${describeCharacter(odd)}`;
}

function shapeProblem(kind: TextKind, value: string, no: (problem: string) => Refusal): Refusal | undefined {
  if (kind === 'host' && !isHost(value)) return no(`cannot be ${code(value)}`);
  if (kind !== 'path' || value === '') return undefined;
  const [first = ''] = value;
  if (first !== '/') return no(`cannot begin with ${describeCharacter(first)}: a path begins with "/"`);
  return value.split('/').includes('..') ? no('cannot go upwards with ".."') : undefined;
}

const hostName = /^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9-]{1,63})*\.?$/;

function isHost(text: string): boolean {
  return hostName.test(text) || (text.includes(':') && AddressSet.parse(text) !== undefined);
}
