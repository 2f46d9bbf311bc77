import { BlockList, isIP, isIPv4 } from 'node:net';

/** One packet of a TCP connection to the machine. */
export interface Packet {
  readonly from: string;
  readonly sourcePort: number;
  readonly to: string;
  readonly port: number;
}

/** Everything that rules do not say: which unknowns (lower-case tags, `network`, group ids) hold the packet's sender. */
export interface Circumstances {
  readonly holding: ReadonlySet<string>;
  readonly vnetPrefixes: readonly string[];
}

interface PlainRule {
  readonly name: string;
  readonly priority: number;
  readonly direction: string;
  readonly access: string;
  readonly protocol: string;
  readonly sources: readonly string[];
  readonly sourceAsgIds?: readonly string[];
  readonly sourcePorts: readonly string[];
  readonly destinations: readonly string[];
  readonly destinationPorts: readonly string[];
}

const nonPublic = ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'].concat(
  '192.168.0.0/16',
  '224.0.0.0/3',
  '168.63.129.16/32',
);
const joinable = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];

/** A second, slow reading of the rules: packet by packet, rule by rule, with the platform's own address blocks. */
export function firstMatch<Rule extends PlainRule>(
  rules: readonly Rule[],
  packet: Packet,
  circumstances: Circumstances,
): Rule | undefined {
  let first: Rule | undefined;
  for (const rule of rules) {
    if (rule.direction !== 'Inbound' || (first !== undefined && first.priority <= rule.priority)) continue;
    if (matches(rule, packet, circumstances)) first = rule;
  }
  return first;
}

function matches(rule: PlainRule, packet: Packet, circumstances: Circumstances): boolean {
  return (
    ['tcp', '*', 'all'].includes(rule.protocol.toLowerCase()) &&
    rule.destinationPorts.some((ports) => portIn(ports, packet.port)) &&
    rule.sourcePorts.some((ports) => portIn(ports, packet.sourcePort)) &&
    rule.destinations.some((prefix) => prefix.toLowerCase() === 'virtualnetwork' || inBlock(prefix, packet.to)) &&
    (rule.sources.some((prefix) => sends(prefix, packet.from, circumstances)) ||
      (rule.sourceAsgIds ?? []).some(
        (id) => circumstances.holding.has(id) && inNetwork(packet.from, circumstances, true),
      ))
  );
}

function sends(prefix: string, from: string, circumstances: Circumstances): boolean {
  if (/[/.:]\d|^\d|::/.test(prefix)) return inBlock(prefix, from);
  const tag = prefix.toLowerCase();
  if (tag === '*' || tag === 'any') return true;
  if (tag === 'internet') return isPublic(from);
  if (tag === 'azureloadbalancer') return from === '168.63.129.16';
  if (tag === 'virtualnetwork') return inNetwork(from, circumstances, circumstances.holding.has('network'));
  return isPublic(from) && circumstances.holding.has(tag);
}

function inNetwork(from: string, { vnetPrefixes }: Circumstances, joined: boolean): boolean {
  const known = ['168.63.129.16/32', ...vnetPrefixes];
  return [...known, ...(joined ? joinable : [])].some((block) => inBlock(block, from));
}

function isPublic(address: string): boolean {
  return isIPv4(address) ? !nonPublic.some((block) => inBlock(block, address)) : inBlock('2000::/3', address);
}

const answers = new Map<string, boolean>();

function inBlock(prefix: string, address: string): boolean {
  const question = `${prefix} ${address}`;
  const known = answers.get(question);
  if (known !== undefined) return known;
  const answer = prefix === '*' || askPlatform(prefix, address);
  answers.set(question, answer);
  return answer;
}

function askPlatform(prefix: string, address: string): boolean {
  const [network = '', mask] = prefix.split('/');
  if (isIP(network) === 0 || isIP(network) !== isIP(address)) return false;
  const family = isIPv4(network) ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, Number(mask ?? (family === 'ipv4' ? 32 : 128)), family);
  return list.check(address, family);
}

function portIn(ports: string, port: number): boolean {
  if (ports === '*') return true;
  const [first, last = first] = ports.split('-').map(Number);
  return first !== undefined && last !== undefined && first <= port && port <= last;
}
