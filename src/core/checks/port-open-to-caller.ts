import { adminRuling } from '../net/admin-ruling.ts';
import type { Flow } from '../net/ruling.ts';
import { type Doubt, type Stop, type WayIn, wayIn } from '../net/way-in.ts';
import { code, inert } from '../text/escape.ts';
import { isPrivateCaller } from '../text/parse-caller.ts';
import { adminRulesAt } from './admin-rules-at.ts';
import type { Check, CheckInput, Outcome } from './check.ts';
import { openPortCommand } from './open-port-command.ts';
import { otherSshPort } from './other-ssh-port.ts';
import { outOfReach } from './out-of-reach.ts';
import { layerPlace, listWords, rulesWords, ruleWords, skipped, unknownOutcome, upperFirst } from './sentences.ts';
import { endpointSku, flowTo, hasGroup, type Target } from './target.ts';
import { targetOf } from './target-of.ts';
import { isTooWide } from './too-wide.ts';
import { unreadNics } from './unread-nics.ts';

export const portOpenToCaller: Check = {
  id: 'port-open-to-caller',
  title: 'Network security groups let you in',
  evaluate(input) {
    const { facts, from, port } = input;
    if (facts.vm.os === 'Windows') return skipped('The VM runs Windows.');
    const target = targetOf(facts, from, port);
    if (target === undefined) return unreadNics(facts);
    const unsure = outOfReach(target, from) ?? withoutGroups(target, from);
    if (unsure !== undefined) return unsure;
    const whole = flowTo(target, from, port);
    const forced = alwaysAllowed(input, target, whole);
    if ('status' in forced) return forced;
    const { subnetNsg, nicNsg } = target;
    // A private address is reached without the public endpoint, and so without its being closed by default.
    const sku = isPrivateCaller(from) ? 'Basic' : endpointSku(target);
    const way = wayIn({ subnetNsg, nicNsg, endpointSku: sku, flow: forced });
    return outcomeOf(way, input, whole);
  },
};

/** Without any group it hangs on the public endpoint alone, which there may be none of, or which may be unreadable. */
function withoutGroups({ subnetNsg, nicNsg, endpoint, ipConfiguration }: Target, from: string): Outcome | undefined {
  if (subnetNsg !== undefined || nicNsg !== undefined || endpoint !== undefined || isPrivateCaller(from))
    return undefined;
  const { publicIp } = ipConfiguration;
  if (publicIp === undefined)
    return skipped('There is no security group, and no public address that could be open or closed.');
  return publicIp.kind === 'unreadable'
    ? unknownOutcome(
        'Without a security group it hangs on the kind of public address, which could not be read',
        publicIp,
      )
    : undefined;
}

/** The part of the flow that the security groups decide about: an AlwaysAllow of Virtual Network Manager passes them by. */
function alwaysAllowed({ facts, from, port }: CheckInput, target: Target, flow: Flow): Flow | Outcome {
  const rules = adminRulesAt(facts, target);
  if (rules?.kind !== 'admin-rules' || !hasGroup(target)) return flow;
  const ruling = adminRuling(rules, flow);
  if (ruling.access === 'partly') {
    const rest = flow.sources.subtract(ruling.alwaysAllowed);
    return rest.isEmpty ? flow : { ...flow, sources: rest };
  }
  if (ruling.access !== 'always-allow') return flow;
  return {
    status: 'pass',
    summary: `Port ${port} is open to ${code(from)}`,
    because: `Virtual Network Manager's rule ${code(ruling.rule.name)} (priority ${ruling.rule.priority}) always allows it, whatever the security groups say.`,
  };
}

function outcomeOf(way: WayIn, input: CheckInput, flow: Flow): Outcome {
  const { from, port } = input;
  switch (way.kind) {
    case 'open': {
      const rules = rulesWords(way.passes);
      const because = rules === '' ? 'No security group stands in the way.' : `Allowed by ${rules}.`;
      return { status: 'pass', summary: `Port ${port} is open to ${code(from)}`, because };
    }
    case 'closed':
      return { ...shut(way.stops, input, flow), summary: `Port ${port} is closed to ${code(from)}` };
    case 'partly': {
      const open = listWords(way.allowed.toCidrs());
      return {
        ...shut(way.stops, input, flow),
        summary: `Port ${port} is open to a part of ${code(from)} only: ${open}`,
      };
    }
    case 'unknown':
      // A range of which a part is surely shut out is not open, whatever becomes of the rest.
      return way.stops.length === 0
        ? undecided(way.doubts, input)
        : {
            ...shut(way.stops, input, flow),
            summary: `Port ${port} is closed to a part of ${code(from)} at least`,
          };
  }
}

function shut(stops: readonly Stop[], { facts, from, port }: CheckInput, flow: Flow): Omit<Outcome, 'summary'> {
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
        ? `open port ${port} for ${code(from)} in ${where}, in front of that rule.`
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

function undecided([doubt]: readonly [Doubt, ...Doubt[]], { from, port }: CheckInput): Outcome {
  const summary = `Whether port ${port} is open to ${code(from)} cannot be told`;
  if (doubt.kind === 'unreadable') return unknownOutcome(summary, doubt.nsg);
  return {
    status: 'unknown',
    summary,
    because: `It hangs on ${ruleWords(doubt.rule, doubt.nsg, doubt.layer)}: ${inert(doubt.because)}`,
    todo: `Read that rule of ${code(doubt.nsg.name)} ${layerPlace[doubt.layer]}, or try to connect.`,
  };
}
