import { BlockList, isIPv4 } from 'node:net';
import type { SecurityRule } from '../../src/core/facts.ts';

const notPublic = new BlockList();
for (const block of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
].concat(['192.168.0.0/16', '224.0.0.0/3', '168.63.129.16/32']))
  add(notPublic, block);

/**
 * Whether a packet from a public IPv4 address gets to TCP 22 of a host: rule by rule, with the platform's own address blocks
 * and none of the bot's code. Knows the words and notations that the generator of groups uses, and no more.
 */
export function getsIn(rules: readonly SecurityRule[], from: string, to: string): boolean {
  if (notPublic.check(from)) return false;
  const first = rules
    .filter((rule) => isAboutSsh(rule) && rule.sources.some((source) => holds(source, from)))
    .filter((rule) => rule.destinations.some((destination) => holds(destination, to)))
    .sort((left, right) => left.priority - right.priority)[0];
  return first?.access === 'Allow';
}

function isAboutSsh({ direction, protocol, destinationPorts }: SecurityRule): boolean {
  if (direction !== 'Inbound' || !['tcp', '*'].includes(protocol.toLowerCase())) return false;
  return destinationPorts.some((ports) => {
    const [first = '', last = first] = ports.split('-');
    return ports === '*' || (Number(first) <= 22 && 22 <= Number(last));
  });
}

const blocks = new Map<string, BlockList>();

function holds(prefix: string, address: string): boolean {
  if (prefix === '*') return true;
  if (prefix === 'Internet') return !notPublic.check(address);
  if (!isIPv4(prefix.split('/')[0] ?? '')) return false;
  const block = blocks.get(prefix) ?? add(new BlockList(), prefix);
  blocks.set(prefix, block);
  return block.check(address);
}

function add(list: BlockList, block: string): BlockList {
  const [network = '', mask = '32'] = block.split('/');
  list.addSubnet(network, Number(mask));
  return list;
}
