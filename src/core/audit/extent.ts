import type { Finding } from './finding.ts';

/** How bad a finding is, in all that is held against it in later runs. */
export type Extent = Pick<
  Finding,
  'severity' | 'verdict' | 'kinds' | 'publicIpv4Addresses' | 'publicIpv6Share' | 'hosts'
>;

export function extentOf({ severity, verdict, kinds, publicIpv4Addresses, publicIpv6Share, hosts }: Extent): Extent {
  return {
    severity,
    verdict,
    kinds,
    publicIpv4Addresses,
    publicIpv6Share,
    ...(hosts !== undefined && { hosts }),
  };
}
