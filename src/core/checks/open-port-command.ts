import { familyOf } from '../endpoints.ts';
import type { Nsg, SecurityRule } from '../facts.ts';
import type { Flow } from '../net/ruling.ts';
import { rulingOf } from '../net/ruling-of.ts';
import { azCommand } from './az-command.ts';

const lowest = 100;
const highest = 4096;
/** Where the portal starts as well: room in front for rules that must come first. */
const usual = 300;

/**
 * The `az` command that lets a caller in through one NSG: TCP, one port, one source, one destination, at a free priority
 * in front of the rule that shuts it out.
 *
 * @returns undefined when no priority in front is free, or when one rule cannot say it (an unknown or other-family address)
 */
export function openPortCommand(nsg: Nsg, stop: SecurityRule, from: string, flow: Flow): string | undefined {
  if (flow.destination === '' || familyOf(flow.destination) !== familyOf(from)) return undefined;
  const allow = allowRule(nsg, from, flow);
  const priority = priorityFor(nsg, stop, allow, flow);
  if (priority === undefined) return undefined;
  return azCommand('network nsg rule create', {
    subscription: nsg.id.split('/')[2],
    'resource-group': nsg.resourceGroup,
    'nsg-name': nsg.name,
    name: allow.name,
    priority,
    direction: 'Inbound',
    access: 'Allow',
    protocol: 'Tcp',
    'source-address-prefixes': from,
    'destination-address-prefixes': flow.destination,
    'destination-port-ranges': flow.port,
  });
}

function allowRule(nsg: Nsg, from: string, { destination, port }: Flow): SecurityRule {
  const name = ruleName(nsg, from, port);
  const always = { direction: 'Inbound', access: 'Allow', protocol: 'Tcp', isDefault: false } as const;
  const source = { sources: [from], sourceAsgIds: [], sourcePorts: ['*'] };
  const end = { destinations: [destination], destinationAsgIds: [], destinationPorts: [String(port)] };
  return { name, priority: lowest, ...always, ...source, ...end };
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

/** The free priority nearest in front of what is in the way, proved by holding the flow against the rules with it. */
function priorityFor(nsg: Nsg, stop: SecurityRule, allow: SecurityRule, flow: Flow): number | undefined {
  const inbound = nsg.rules.filter((rule) => rule.direction === 'Inbound');
  const taken = new Set(inbound.map((rule) => rule.priority));
  const denies = inbound.filter((rule) => rule.access === 'Deny' && rule.priority <= highest);
  const firstDeny = Math.min(highest + 1, ...denies.map((rule) => rule.priority));
  const candidates = [
    stop.priority > highest ? freeFrom(taken) : freeBelow(taken, stop.priority),
    freeBelow(taken, firstDeny),
    freeBelow(taken, Math.min(...inbound.map((rule) => rule.priority))),
  ];
  const lets = (priority: number) =>
    rulingOf({ rules: [...nsg.rules, { ...allow, priority }] }, flow).access === 'allow';
  return candidates.find((priority) => priority !== undefined && lets(priority));
}

function freeBelow(taken: ReadonlySet<number>, before: number): number | undefined {
  for (let priority = Math.min(before - 1, highest); priority >= lowest; priority -= 1) {
    if (!taken.has(priority)) return priority;
  }
  return undefined;
}

function freeFrom(taken: ReadonlySet<number>): number | undefined {
  for (let priority = usual; priority <= highest; priority += 10) if (!taken.has(priority)) return priority;
  return freeBelow(taken, highest + 1);
}
