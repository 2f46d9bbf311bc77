import type { Flow } from '../net/ruling.ts';
import type { Stop } from '../net/way-in.ts';
import { code } from '../text/escape.ts';
import type { CheckInput, Outcome } from './check.ts';
import { openPortCommand } from './open-port-command.ts';
import { otherSshPort } from './other-ssh-port.ts';
import { rulesWords, upperFirst } from './sentences.ts';
import { isTooWide } from './too-wide.ts';

/** What to say, and to do, about the rules that shut a caller out: all groups that stop them are opened at once. */
export function shutOut(
  stops: readonly Stop[],
  { facts, from, port }: CheckInput,
  flow: Flow,
): Omit<Outcome, 'summary'> {
  const rules = stops.filter((stop) => stop.kind === 'rule');
  if (rules.length === 0) {
    return {
      status: 'fail',
      because: 'A Standard public IP or load balancer lets nothing in without a network security group.',
      todo: 'Create a network security group, then open the port for your address.',
      fix: 'create-nsg',
    };
  }
  const because = `Denied by ${rulesWords(rules)}.`;
  if (isTooWide(from)) {
    const todo = `Check again from your own address: ${code(from)} is too much of the internet to open a port to.`;
    return { status: 'fail', because, todo };
  }
  // One group may guard the subnet and the interface: one new rule opens both.
  const groups = [...new Map(rules.map((stop) => [stop.nsg.id.toLowerCase(), stop])).values()];
  const commands = groups.map(({ nsg }) => openPortCommand(nsg, from, flow));
  const isWhole = commands.every((command) => command !== undefined);
  const where = groups.map(({ nsg }) => code(nsg.name)).join(' and in ');
  return {
    status: 'fail',
    because,
    todo: orElse(
      otherSshPort({ facts, from, port }),
      isWhole
        ? `open port ${port} for ${code(from)} in ${where}, in front of ${groups.length > 1 ? 'those rules' : 'that rule'}.`
        : `allow TCP port ${port} from ${code(from)} in ${where}; no single new rule fits in front, so existing ones must change.`,
    ),
    fix: 'open-port',
    ...(isWhole && { command: commands.join('\n') }),
  };
}

/** A port that is open already is worth a look before a rule is changed. */
function orElse(other: number | undefined, todo: string): string {
  if (other === undefined) return upperFirst(todo);
  return `Port ${other} is open to you: if sshd listens there, add ${code(`port ${other}`)}. Else ${todo}`;
}
