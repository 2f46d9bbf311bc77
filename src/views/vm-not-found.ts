import { AddressSet } from '../core/net/address-set.ts';
import { code } from '../core/text/escape.ts';
import { type VmName, vmNameText } from '../core/vm-name.ts';
import type { Message } from './message.ts';
import { problem } from './problem.ts';

/** @param near names that look alike, the likeliest first */
export function vmNotFound(name: VmName, near: readonly string[]): Message {
  return problem({
    message: `I find no VM called ${code(vmNameText(name))} in the subscriptions that I may read.`,
    hint: hintFor(name, near.slice(0, 5).map(code).join(', ')),
  });
}

function hintFor(name: VmName, alike: string): string {
  if (alike !== '') return `Did you mean ${alike}?`;
  if (AddressSet.parse(vmNameText(name)) !== undefined) {
    return 'That looks like an address: name the VM that has it, and give your own address with `from`.';
  }
  return 'Check the spelling; if it was made a moment ago, try again in a minute or give its resource id.';
}
