import type { JitRequest, SecurityRule } from '../facts.ts';
import { AddressSet } from '../net/address-set.ts';
import { portsHold } from '../net/port-terms.ts';
import { isAboutTcp } from '../net/rule-terms.ts';

/**
 * How Microsoft Defender calls the rules of its just-in-time access, now and formerly; its Denies stay, its allows go.
 * https://learn.microsoft.com/azure/defender-for-cloud/release-notes-archive (June 2023)
 */
const named = /^(?:MicrosoftDefenderForCloud|SecurityCenter)-JITRule/i;
/** It takes its rules away by itself, a little after their time. */
const graceMs = 15 * 60_000;

/** The rules of a group that Defender opened a port by, for somebody and for a while. */
export function jitAllows(rules: readonly SecurityRule[], port: number): readonly SecurityRule[] {
  return rules.filter(
    ({ name, access, direction, protocol, destinationPorts }) =>
      named.test(name) &&
      access.toLowerCase() === 'allow' &&
      direction.toLowerCase() === 'inbound' &&
      isAboutTcp(protocol) !== false &&
      portsHold(destinationPorts, port) !== false,
  );
}

/** Those for which no request is running any more, and that should be gone. */
export function jitLeftovers(
  rules: readonly SecurityRule[],
  requests: readonly JitRequest[],
  { port, nowMs }: { readonly port: number; readonly nowMs: number },
): readonly SecurityRule[] {
  const running = requests.filter((each) => (each.port ?? port) === port && each.endsAtMs + graceMs > nowMs);
  return jitAllows(rules, port).filter((rule) => !running.some((each) => isFor(each, rule)));
}

function isFor({ vmId, sources }: JitRequest, rule: SecurityRule): boolean {
  const [, vm] = /of VM '([^']+)'/i.exec(rule.description ?? '') ?? [];
  const isItsVm = vm === undefined || vmId === '' || vmId.toLowerCase().endsWith(`/${vm.toLowerCase()}`);
  return isItsVm && mayMeet(sources, rule.sources);
}

/** Whether two lists of sources have an address in common, or may have. */
function mayMeet(left: readonly string[], right: readonly string[]): boolean {
  const [a, b] = [left, right].map((texts) => texts.map((each) => AddressSet.parse(each.trim())));
  if (a === undefined || b === undefined || a.length === 0 || a.includes(undefined) || b.includes(undefined))
    return true;
  return a.some((one) => b.some((other) => one !== undefined && other !== undefined && one.overlaps(other)));
}
