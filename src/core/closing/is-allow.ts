import type { SecurityRule } from '../facts.ts';
import { accessOf } from '../net/judge-nsg.ts';
import { portsHold } from '../net/port-terms.ts';
import { isAboutTcp } from '../net/rule-terms.ts';

/** Whether a rule lets somebody in to a TCP port, or may: one whose ports or protocol are not understood may. */
export function isAllow(rule: SecurityRule, port: number): boolean {
  const isInbound = rule.direction.toLowerCase() === 'inbound';
  const isAbout = isAboutTcp(rule.protocol) !== false && portsHold(rule.destinationPorts, port) !== false;
  return isInbound && isAbout && accessOf(rule) === 'allow';
}
