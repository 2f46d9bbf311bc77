import { describeCharacter } from '../text/describe-character.ts';
import { code } from '../text/escape.ts';
import { type Refusal, refuse } from '../text/refusal.ts';

/** Also `DOMAIN\name` and `name@domain`, as accounts of a directory are called. man 8 useradd */
const odd = /[^A-Za-z0-9._@\\$+-]/u;

/** The name of an account on a VM, fit to be an argument of a program. @returns what is wrong with it, or undefined */
export function checkUserName(name: string): Refusal | undefined {
  const hint = 'A name on Linux has letters, digits, dots, dashes and underscores, such as `azureuser`.';
  if (name === '') return refuse('The name of the user is missing.', hint);
  const character = odd.exec(name)?.[0];
  const shown = code(name.slice(0, 60));
  if (character !== undefined)
    return refuse(`No user is called ${shown}: a name cannot hold ${describeCharacter(character)}.`, hint);
  if (name.length > 64) return refuse(`${shown} is too long for the name of a user.`, hint);
  if (!/^[A-Za-z0-9_]/.test(name))
    return refuse(`No user is called ${shown}: a name begins with a letter, a digit or an underscore.`, hint);
  return undefined;
}
