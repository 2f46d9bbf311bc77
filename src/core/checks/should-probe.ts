import { chooseEndpoint, endpointsOf, familyOf } from '../endpoints.ts';
import type { VmFacts } from '../facts.ts';
import { adminRuling } from '../net/admin-ruling.ts';
import { wayIn } from '../net/way-in.ts';
import { code } from '../text/escape.ts';
import { adminRulesAt } from './admin-rules-at.ts';
import { ruleWords } from './sentences.ts';
import { endpointSku, flowTo, targetOf } from './target.ts';

export type ProbeTarget =
  | { readonly kind: 'try'; readonly address: string; readonly port: number }
  | { readonly kind: 'skip'; readonly because: string };

/**
 * Whether it makes sense that the bot tries the port itself, and where. What is not known does not keep it from trying.
 *
 * @param port the port inside the VM
 * @param botAddress the bot's outbound address as configured; undefined when it is not
 */
export function probeTarget(facts: VmFacts, port: number, botAddress: string | undefined): ProbeTarget {
  const { status, vm } = facts;
  if (vm.os === 'Windows') return skip('The VM runs Windows.');
  if (status.kind === 'status' && status.power !== 'running' && status.power !== 'unknown') {
    return skip('The VM is not running.');
  }
  const family = familyOf(botAddress ?? '');
  const { usable, unreadable } = endpointsOf(facts, port);
  const endpoint = chooseEndpoint(usable, family);
  if (endpoint === undefined) {
    return skip(unreadable.length > 0 ? 'Its public address could not be read.' : 'There is no public address to try.');
  }
  const { address } = endpoint;
  if (botAddress === undefined) return { kind: 'try', address, port: endpoint.port };
  if (endpoint.family !== family)
    return skip(`The bot has an ${family} address, the VM only an ${endpoint.family} one.`);
  return shutOut(facts, port, botAddress) ?? { kind: 'try', address, port: endpoint.port };
}

function shutOut(facts: VmFacts, port: number, botAddress: string): ProbeTarget | undefined {
  const target = targetOf(facts, botAddress, port);
  if (target?.endpoint === undefined) return undefined;
  const flow = flowTo(target, botAddress, port);
  const rules = adminRulesAt(facts, target);
  const admin = rules?.kind === 'admin-rules' ? adminRuling(rules, flow) : undefined;
  const bot = `the bot's own address ${code(botAddress)}`;
  if (admin?.access === 'deny') {
    return skip(`Virtual Network Manager's rule ${code(admin.rule.name)} shuts out ${bot}.`);
  }
  if (admin?.access === 'always-allow') return undefined;
  const { subnetNsg, nicNsg } = target;
  const way = wayIn({ subnetNsg, nicNsg, endpointSku: endpointSku(target), flow });
  if (way.kind !== 'closed') return undefined;
  const [stop] = way.stops;
  if (stop.kind === 'standard-without-nsg')
    return skip('A Standard public address is closed without a security group.');
  return skip(`${upperFirst(ruleWords(stop.rule, stop.nsg, stop.layer))} shuts out ${bot}.`);
}

function upperFirst(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function skip(because: string): ProbeTarget {
  return { kind: 'skip', because };
}
