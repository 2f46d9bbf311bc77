import { endpointsOf, familyOf, rankEndpoints } from '../endpoints.ts';
import type { VmFacts } from '../facts.ts';
import { targetOf } from './target-of.ts';
import { wayForBot } from './way-for-bot.ts';

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
  const best = botAddress === undefined ? undefined : targetOf(facts, botAddress, port)?.endpoint;
  const endpoint = best ?? rankEndpoints(usable, family)[0];
  if (endpoint === undefined) {
    return skip(unreadable.length > 0 ? 'Its public address could not be read.' : 'There is no public address to try.');
  }
  const { address } = endpoint;
  if (botAddress === undefined) return { kind: 'try', address, port: endpoint.port };
  if (endpoint.family !== family)
    return skip(`The bot has an ${family} address, the VM only an ${endpoint.family} one.`);
  const way = wayForBot(facts, port, botAddress);
  return way.kind === 'closed' ? skip(way.because) : { kind: 'try', address, port: endpoint.port };
}

function skip(because: string): ProbeTarget {
  return { kind: 'skip', because };
}
