import { familyOf } from '../endpoints.ts';
import type { Outcome } from './check.ts';
import { skipped } from './sentences.ts';
import type { Target } from './target.ts';

/** Rules say nothing of packets that cannot be sent: IPv6 to an IPv4 address, or the other way round. */
export function outOfReach({ endpoint, ipConfiguration }: Target, from: string): Outcome | undefined {
  const own = familyOf(from);
  const there = endpoint?.family ?? ipConfiguration.version;
  return own === there ? undefined : skipped(`You come over ${own}; the VM is reached over ${there}.`);
}
