import { endpointsOf } from '../endpoints.ts';
import type { AddressSet } from '../net/address-set.ts';
import { adminRuling } from '../net/admin-ruling.ts';
import type { Flow } from '../net/ruling.ts';
import { type Doubt, type WayIn, wayIn } from '../net/way-in.ts';
import { code, inert } from '../text/escape.ts';
import { isPrivateCaller } from '../text/parse-caller.ts';
import { adminRulesAt } from './admin-rules-at.ts';
import type { Check, CheckInput, Outcome } from './check.ts';
import { outOfReach } from './out-of-reach.ts';
import { layerPlace, listWords, rulesWords, ruleWords, skipped, unknownOutcome } from './sentences.ts';
import { shutOut } from './shut-out.ts';
import { endpointSku, flowTo, hasGroup, type Target } from './target.ts';
import { targetOf } from './target-of.ts';
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
    const way = wayIn({ subnetNsg, nicNsg, endpointSku: endpointSku(target, from), flow: forced });
    const outcome = outcomeOf(together(way, whole.sources, forced.sources), input, whole);
    return outcome.status === 'fail'
      ? { ...outcome, because: [outcome.because, ...otherWays(input, target)].join(' ') }
      : outcome;
  },
};

/** What is closed here may be open elsewhere: an interface or an address that could not be read may be another way in. */
function otherWays({ facts, port }: CheckInput, { endpoint }: Target): string[] {
  const [unreadable] = endpoint === undefined ? [] : endpointsOf(facts, port).unreadable;
  if (unreadable === undefined) return [];
  return [`There may be another way in: the ${inert(unreadable.what)} could not be read.`];
}

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

/** The way in of all sources, where the security groups were asked about some: the others get in whatever the groups say. */
function together(way: WayIn, sources: AddressSet, asked: AddressSet): WayIn {
  if (asked.contains(sources) || way.kind === 'open' || way.kind === 'unknown') return way;
  const denied = way.kind === 'closed' ? asked : way.denied;
  return { kind: 'partly', allowed: sources.subtract(denied), denied, stops: way.stops };
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
      return { ...shutOut(way.stops, input, flow), summary: `Port ${port} is closed to ${code(from)}` };
    case 'partly': {
      const open = listWords(way.allowed.toCidrs());
      return {
        ...shutOut(way.stops, input, flow),
        summary: `Port ${port} is open to a part of ${code(from)} only: ${open}`,
      };
    }
    case 'unknown':
      // A range of which a part is surely shut out is not open, whatever becomes of the rest.
      return way.stops.length === 0
        ? undecided(way.doubts, input)
        : {
            ...shutOut(way.stops, input, flow),
            summary: `Port ${port} is closed to a part of ${code(from)} at least`,
          };
  }
}

function undecided([doubt]: readonly [Doubt, ...Doubt[]], { from, port }: CheckInput): Outcome {
  const summary = `Whether port ${port} is open to ${code(from)} cannot be told`;
  if (doubt.kind === 'unreadable') return unknownOutcome(summary, doubt.nsg);
  if (doubt.kind === 'unknown-sku') {
    return {
      status: 'unknown',
      summary,
      because:
        'Without a security group a Basic public address is open and a Standard one closed; Azure does not say which this is.',
      todo: 'Look up the SKU of the public address in the portal, or create a network security group that lets you in.',
    };
  }
  return {
    status: 'unknown',
    summary,
    because: `It hangs on ${ruleWords(doubt.rule, doubt.nsg, doubt.layer)}: ${inert(doubt.because)}`,
    todo: `Read that rule of ${code(doubt.nsg.name)} ${layerPlace[doubt.layer]}, or try to connect.`,
  };
}
