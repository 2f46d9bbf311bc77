import type { ExposureKind } from '../net/exposure.ts';
import type { ExposurePath, Finding, FindingRule } from './finding.ts';
import { isForced } from './is-door.ts';

const inEnglish = new Intl.NumberFormat('en-US');

/** "3,702,258,432" */
export function countWords(count: number): string {
  return inEnglish.format(count);
}

/** "1 group", "2 groups" */
export function several(count: number, one: string, many = `${one}s`): string {
  return `${countWords(count)} ${count === 1 ? one : many}`;
}

/** A share of 0 to 1 as "0.20 %"; what is not quite nothing or everything is never written as if it were. */
export function shareWords(share: number): string {
  const value = share * 100;
  if (value === 0 || value === 100) return `${value} %`;
  return value < 0.01 ? '<0.01 %' : `${Math.min(99.99, value).toFixed(2)} %`;
}

const kindWords: Readonly<Record<ExposureKind, string>> = {
  'all-internet': 'to all of the internet',
  'source-range': 'to a part of the internet',
  'some-destinations': 'for some of the machines behind it only',
  ipv6: 'over IPv6',
  'azure-cloud': 'to every address of Azure, where anybody can rent one',
  'virtual-network-route': 'because a route puts public addresses into VirtualNetwork',
};

/** How far it is open, in one sentence without its full stop: "Open to all of the internet: 3,702,258,432 IPv4 addresses (100 %)". */
export function exposureWords(finding: Finding): string {
  const { verdict, kinds, publicIpv4Addresses, publicIpv4Share, publicIpv6Share } = finding;
  const extent = [
    ...(publicIpv4Addresses > 0
      ? [`${several(publicIpv4Addresses, 'IPv4 address', 'IPv4 addresses')} (${shareWords(publicIpv4Share)})`]
      : []),
    ...(publicIpv6Share > 0 ? [`${shareWords(publicIpv6Share)} of IPv6`] : []),
  ].join(', ');
  if (verdict === 'unknown') return 'Whether it is open could not be told';
  if (isForced(finding)) return "Closed itself, and open past it by Virtual Network Manager's admin rules";
  if (verdict === 'closed') return 'Closed to the internet';
  const how = verdict === 'narrow' ? 'for an allow-list' : kinds.map((kind) => kindWords[kind]).join(', ');
  return `Open ${how || 'to the internet'}${extent === '' ? '' : `: ${extent}`}`;
}

/** "100 allow-ssh: Tcp * -> *:22". Not escaped. */
export function ruleWords({ priority, name, protocol, sources, destinations, ports }: FindingRule): string {
  return `${priority} ${name}: ${protocol} ${listWords(sources)} -> ${listWords(destinations)}:${listWords(ports)}`;
}

const mostInList = 3;

/** Of resource ids the last part is enough to know them by. */
function listWords(values: readonly string[]): string {
  if (values.length === 0) return '*';
  const shown = values.slice(0, mostInList).map((value) => (value.startsWith('/') ? lastPart(value) : value));
  const more = values.length - shown.length;
  return `${shown.join(',')}${more > 0 ? `,+${more}` : ''}`;
}

function lastPart(id: string): string {
  return id.split('/').at(-1) ?? id;
}

/** "Internet -> 20.51.230.13:22 -> myNIC -> myVM (running)", and where it ends if it does. Not escaped. */
export function pathWords(path: ExposurePath): string {
  const { machine, endpoint, interfaceName, stoppedBy } = path;
  const state = [
    machine.power === 'unknown' ? 'power state not known' : machine.power,
    ...(machine.os === 'Windows' ? ['Windows'] : []),
    ...(machine.scaleSet === undefined ? [] : [`scale set ${machine.scaleSet}`]),
  ];
  const steps = [
    'Internet',
    ...(endpoint === undefined ? [] : [endpointWords(endpoint)]),
    interfaceName,
    `${machine.name} (${state.join(', ')})`,
  ];
  return `${steps.join(' -> ')}${stoppedBy === undefined ? '' : `: ${stopWords(path.isOpen, stoppedBy)}`}`;
}

function endpointWords({ via, address, port, loadBalancer }: NonNullable<ExposurePath['endpoint']>): string {
  const shown = address === '' ? '(no address assigned now)' : address.includes(':') ? `[${address}]` : address;
  return `${shown}:${port}${via === 'public-ip' ? '' : ` (load balancer ${loadBalancer ?? 'without a name'})`}`;
}

function stopWords(isOpen: ExposurePath['isOpen'], stop: NonNullable<ExposurePath['stoppedBy']>): string {
  const rule = stop.rule === undefined ? '' : `, rule ${stop.rule}`;
  const where = {
    'no-public-endpoint': 'no public address leads there',
    'admin-rules': "stops at Virtual Network Manager's admin rules",
    'subnet-nsg': `stops at the subnet's group ${stop.name ?? ''}`,
    'nic-nsg': `stops at the interface's group ${stop.name ?? ''}`,
    'standard-without-nsg': 'stops at the Standard address, which is closed without a group',
  }[stop.layer];
  return isOpen === 'unknown' ? `not known. ${stop.because}` : `${where}${rule}`;
}
