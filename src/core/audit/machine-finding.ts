import { publicIpv4Size } from '../net/verdict-of.ts';
import type { SurveyedInterface } from './arm/interface-from-arm.ts';
import type { Finding } from './finding.ts';
import { shownPaths } from './nsg-finding.ts';
import type { SurveyedPath } from './paths-to.ts';
import type { Around } from './read-around.ts';
import { severityRange } from './severity-range.ts';

const place = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)/i;

/** A machine that no security group guards, behind an address that is not closed by itself; undefined for all others. */
export function machineFinding(
  nic: SurveyedInterface,
  paths: readonly SurveyedPath[],
  { networks }: Around,
): Finding | undefined {
  if (nic.nsgId !== undefined) return undefined;
  const isGuarded = nic.configurations.some(({ subnetId }) =>
    [...networks.values()].some(({ subnets }) =>
      subnets.some(({ id, nsgId }) => id === subnetId && nsgId !== undefined),
    ),
  );
  const open = paths.filter((path) => path.isOpen === true && !/^standard/i.test(path.sku));
  const [first] = open;
  if (isGuarded || first === undefined) return undefined;
  const [, subscriptionId = '', resourceGroup = ''] = place.exec(first.machine.id) ?? [];
  const publicIpv4Addresses = Math.max(...open.map((path) => path.publicIpv4Addresses));
  return {
    key: nic.id,
    about: 'machine',
    id: nic.id,
    name: first.machine.name,
    resourceGroup,
    subscriptionId,
    location: '',
    tags: {},
    verdict: 'open',
    kinds: ['all-internet'],
    ...severityRange({
      exposure: { verdict: 'open', kinds: ['all-internet'] },
      isByRouteAlone: false,
      isAttached: true,
      hasScaleSet: false,
      hasIpv6: false,
      paths: open.map(({ machine: { power }, ...path }) => ({ ...path, power })),
    }),
    publicIpv4Addresses,
    publicIpv4Share: publicIpv4Addresses / publicIpv4Size,
    publicIpv6Share: 0,
    sources: ['0.0.0.0/0'],
    moreSources: 0,
    rules: [],
    shadowed: [],
    remarks: [
      'No network security group guards it, and its public address is not closed by itself.',
      ...(first.sku === '' ? ['Azure does not say what kind of address it is: Standard ones would be closed.'] : []),
    ],
    guards: { subnets: [], interfaces: 1, scaleSets: [] },
    ...shownPaths(paths),
  };
}
