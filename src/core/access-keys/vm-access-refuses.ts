import { code } from '../text/escape.ts';
import { type Refusal, refuse } from '../text/refusal.ts';

/** What VMAccess takes. https://github.com/Azure/azure-linux-extensions/blob/master/VMAccess/README.md */
const taken: ReadonlySet<string> = new Set(['ssh-rsa', 'ssh-ed25519']);

export function vmAccessRefuses(type: string): Refusal | undefined {
  if (taken.has(type)) return undefined;
  return refuse(
    `The policy lets keys in by the VMAccess extension here, and that takes no key of the type ${code(type)}.`,
    'Use a key of the type ED25519 or RSA.',
  );
}
