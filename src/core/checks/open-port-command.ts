import { familyOf } from '../endpoints.ts';
import type { Nsg } from '../facts.ts';
import { freePriority, rangeInFront } from '../net/room-in-front.ts';
import type { Flow } from '../net/ruling.ts';
import { azCommand } from './az-command.ts';

/**
 * The `az` command that lets a caller in through one NSG: TCP, one port, one source, one destination, at a free priority
 * in front of the rule that shuts it out.
 *
 * @returns undefined when no priority in front is free, or when one rule cannot say it (an unknown or other-family address)
 */
export function openPortCommand(nsg: Nsg, from: string, flow: Flow): string | undefined {
  const { destination, port } = flow;
  if (destination === '' || familyOf(destination) !== familyOf(from)) return undefined;
  const range = rangeInFront(nsg, flow);
  const priority = range && freePriority(nsg, range);
  if (priority === undefined) return undefined;
  return azCommand('network nsg rule create', {
    subscription: nsg.id.split('/')[2],
    'resource-group': nsg.resourceGroup,
    'nsg-name': nsg.name,
    name: ruleName(nsg, from, port),
    priority,
    direction: 'Inbound',
    access: 'Allow',
    protocol: 'Tcp',
    'source-address-prefixes': from,
    'destination-address-prefixes': destination,
    'destination-port-ranges': port,
  });
}

/** Another rule of that name would be overwritten, so a taken name is numbered. */
function ruleName(nsg: Nsg, from: string, port: number): string {
  const base = `Allow-SSH${port === 22 ? '' : `-${port}`}-from-${from.replace(/[^A-Za-z0-9.]/g, '-')}`.replace(
    /-+$/,
    '',
  );
  const taken = new Set(nsg.rules.map((rule) => rule.name.toLowerCase()));
  let name = base;
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${base}_${number}`;
  return name;
}
