import type { Vm } from '../facts.ts';
import { fingerprintOf, type HostKey } from '../host-keys/host-key.ts';
import { waysTo } from './all-ways.ts';
import { type Destination, destinationOf } from './destination.ts';
import { type InTheWay, standsInTheWay } from './stands-in-the-way.ts';
import type { Wanted, Way } from './way.ts';

/** What ssh shows the first time for one of the keys that were approved. */
interface ExpectedFingerprint {
  /** As ssh names it: "ED25519", "ECDSA", "RSA". */
  readonly type: string;
  readonly fingerprint: string;
}

/** Everything to tell somebody who wants to get onto a Linux VM. */
export interface ConnectInstructions {
  /** The best first; none while the VM has no address. */
  readonly ways: readonly Way[];
  readonly destination: Destination;
  readonly inTheWay: InTheWay | undefined;
  /** In the order in which ssh prefers their types; none where no key was approved. */
  readonly fingerprints: readonly ExpectedFingerprint[];
  readonly passwordLogin: Vm['passwordLogin'];
}

export function connectInstructions(
  wanted: Wanted,
  known: { readonly trustedKeys: readonly HostKey[]; readonly botAddress: string | undefined },
): ConnectInstructions {
  return {
    ways: waysTo(wanted),
    destination: destinationOf(wanted),
    inTheWay: standsInTheWay(wanted, known.botAddress),
    fingerprints: expectedFingerprints(known.trustedKeys),
    passwordLogin: wanted.facts.vm.passwordLogin,
  };
}

/** ssh's own order, and its words: what `ssh-keygen -l` has in brackets at the end. */
const types: readonly string[] = ['ED25519', 'ECDSA', 'RSA'];

function expectedFingerprints(keys: readonly HostKey[]): ExpectedFingerprint[] {
  const place = ({ type }: ExpectedFingerprint) => {
    const at = types.indexOf(type);
    return at < 0 ? types.length : at;
  };
  return keys
    .map((key) => ({ type: typeWord(key), fingerprint: fingerprintOf(key) }))
    .toSorted((a, b) => place(a) - place(b));
}

function typeWord({ type }: HostKey): string {
  return types.find((each) => type.toUpperCase().includes(each)) ?? type;
}
