import type { Vm } from '../facts.ts';
import { code } from '../text/escape.ts';
import { type Refusal, refuse } from '../text/refusal.ts';
import { type Pin, trustedKeys } from './pin.ts';

/**
 * Why nothing is run on a machine as far as that is known before anybody has connected; undefined: its keys are pinned.
 * @param typed the VM as the person named it
 */
export function whyNotTrusted(
  pin: Pin | undefined,
  { name, vmId }: Pick<Vm, 'name' | 'vmId'>,
  typed: string,
): Refusal | undefined {
  const hint = `Run ${code(`/vm fingerprint ${typed}`)}, and have its host keys approved.`;
  if (pin === undefined)
    return refuse(`No host key of ${code(name)} is trusted yet, so the bot does not log in.`, hint);
  if (trustedKeys(pin, vmId).length > 0) return undefined;
  return refuse(
    `${code(name)} was made anew since its host keys were approved: it is another machine of the same name, and not trusted.`,
    hint,
  );
}
