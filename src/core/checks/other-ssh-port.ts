import type { Nsg, SecurityRule } from '../facts.ts';
import { isPrivateCaller } from '../text/parse-caller.ts';
import type { CheckInput } from './check.ts';
import type { Target } from './target.ts';
import { targetOf } from './target-of.ts';
import { wayTo } from './way-to.ts';

/** So many different ports are tried; a group may hold a thousand rules. */
const mostTried = 20;

/**
 * Another port that sshd may listen on and that surely lets the caller in: 22 itself, or one that a rule names alone and
 * that looks like SSH, by its number (2222, 50022) or by the rule's name.
 */
export function otherSshPort({ facts, from, port }: Pick<CheckInput, 'facts' | 'from' | 'port'>): number | undefined {
  const target = targetOf(facts, from, port);
  if (target === undefined) return undefined;
  const ports = new Set([22, ...groupsAt(target).flatMap(({ rules }) => rules.flatMap(sshPortsOf))]);
  ports.delete(port);
  return [...ports].slice(0, mostTried).find((other) => {
    const there = targetOf(facts, from, other);
    if (there === undefined || (there.endpoint === undefined && !isPrivateCaller(from))) return false;
    return wayTo(facts, there, from, other).kind === 'open';
  });
}

function groupsAt({ subnetNsg, nicNsg }: Target): Nsg[] {
  return [subnetNsg, nicNsg].flatMap((nsg) => (nsg?.kind === 'nsg' ? [nsg] : []));
}

function sshPortsOf({ name, access, direction, destinationPorts }: SecurityRule): number[] {
  if (access !== 'Allow' || direction !== 'Inbound') return [];
  return destinationPorts
    .filter((text) => /^\d{2,5}$/.test(text) && (/22/.test(text) || /ssh/i.test(name)))
    .map(Number);
}
