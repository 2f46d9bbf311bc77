import type { Vm } from '../facts.ts';
import { clientLine } from '../host-keys/key-words.ts';
import { orderKeys } from '../host-keys/order-keys.ts';
import type { Pin } from '../host-keys/pin.ts';
import { waysTo } from './all-ways.ts';
import { type Destination, destinationOf } from './destination.ts';
import { type InTheWay, standsInTheWay } from './stands-in-the-way.ts';
import type { Wanted, Way } from './way.ts';

/** What ssh should show the first time. */
type ExpectedKey =
  /** `lines`: as OpenSSH's client words it for each key that was approved, the one that it prefers first. */
  | { readonly kind: 'approved'; readonly lines: readonly string[] }
  | { readonly kind: 'not-yet' }
  /** What was approved belongs to a machine of the same name that is gone. */
  | { readonly kind: 'other-machine' };

/** Everything to tell somebody who wants to get onto a Linux VM. */
export interface ConnectInstructions {
  /** The best first; none while the VM has no address. */
  readonly ways: readonly Way[];
  readonly destination: Destination;
  readonly inTheWay: InTheWay | undefined;
  readonly expectedKey: ExpectedKey;
  readonly passwordLogin: Vm['passwordLogin'];
}

/** @param known.pin the host keys that hold for the VM's resource id */
export function connectInstructions(
  wanted: Wanted,
  known: { readonly pin: Pin | undefined; readonly botAddress: string | undefined },
): ConnectInstructions {
  const { vm } = wanted.facts;
  return {
    ways: waysTo(wanted),
    destination: destinationOf(wanted),
    inTheWay: standsInTheWay(wanted, known.botAddress),
    expectedKey: expectedKey(known.pin, vm),
    passwordLogin: vm.passwordLogin,
  };
}

function expectedKey(pin: Pin | undefined, { vmId }: Vm): ExpectedKey {
  if (pin === undefined) return { kind: 'not-yet' };
  if (pin.machineId.toLowerCase() !== vmId.toLowerCase()) return { kind: 'other-machine' };
  return { kind: 'approved', lines: orderKeys(pin.keys).map(clientLine) };
}
