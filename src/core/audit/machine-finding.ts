import { publicIpv4Size } from '../net/verdict-of.ts';
import type { SurveyedInterface } from './arm/interface-from-arm.ts';
import type { Finding } from './finding.ts';
import { isStandard } from './judge-path.ts';
import type { SurveyedPath } from './paths-to.ts';
import type { Around } from './read-around.ts';
import { severityRange } from './severity-range.ts';
import { shownPaths } from './shown-paths.ts';

const place = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)/i;

/** Of a machine that no group is known to guard: one sentence, why nobody can tell whether the internet reaches it. */
export interface Unclear {
  readonly unclear: string;
}

/** A machine that no security group guards, behind an address that is not closed by itself; undefined for all others. */
export function machineFinding(
  nic: SurveyedInterface,
  paths: readonly SurveyedPath[],
  { machines }: Around,
): Finding | Unclear | undefined {
  if (nic.nsgId !== undefined) return undefined;
  const open = paths.filter((path) => path.guard === 'none' && path.isOpen === true && !isStandard(path));
  const [first] = open;
  if (first === undefined) return unclearIn(paths);
  const [, subscriptionId = '', resourceGroup = ''] = place.exec(first.machine.id) ?? [];
  const publicIpv4Addresses = Math.max(...open.map((path) => path.publicIpv4Addresses));
  const machine = nic.machineId === undefined ? undefined : machines.get(nic.machineId);
  return {
    key: nic.id,
    about: 'machine',
    id: nic.id,
    name: first.machine.name,
    resourceGroup,
    subscriptionId,
    location: machine?.location || nic.location,
    tags: { ...nic.tags, ...machine?.tags },
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
      ...(first.isOld === undefined
        ? []
        : [`Its subnet could not be read once more, so this may be minutes old: ${first.isOld}`]),
    ],
    guards: { subnets: [], interfaces: 1, scaleSets: [] },
    ...shownPaths(paths),
  };
}

function unclearIn(paths: readonly SurveyedPath[]): Unclear | undefined {
  const doubtful = paths.find(({ isOpen, guard }) =>
    guard === 'none' ? isOpen === 'unknown' : guard !== 'some' && isOpen !== false,
  );
  if (doubtful === undefined) return undefined;
  const { machine, guard, stoppedBy } = doubtful;
  const because = typeof guard === 'object' ? guard.unread : (stoppedBy?.because ?? '');
  return { unclear: `Whether the internet reaches the machine ${machine.name} could not be told. ${because}` };
}
