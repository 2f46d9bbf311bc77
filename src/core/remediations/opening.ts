import type { ActionParams, PlanRefusal } from '../actions/action.ts';
import { boundVm } from '../actions/bound-vm.ts';
import type { Plan } from '../actions/plan.ts';
import { refused, refusedUnread } from '../actions/plan-refusal.ts';
import { adminRulesAt } from '../checks/admin-rules-at.ts';
import { listWords } from '../checks/sentences.ts';
import { flowTo, hasGroup, type Target } from '../checks/target.ts';
import { targetOf } from '../checks/target-of.ts';
import { isTooWide } from '../checks/too-wide.ts';
import { endpointsOf, familyOf } from '../endpoints.ts';
import type { VmFacts } from '../facts.ts';
import { AddressSet } from '../net/address-set.ts';
import { adminRuling } from '../net/admin-ruling.ts';
import type { Flow } from '../net/ruling.ts';
import { code, inert } from '../text/escape.ts';
import { isPrivateCaller } from '../text/parse-caller.ts';
import type { NarrowContent } from './narrow-rule.ts';

/** Whom a port is to be opened to, and where. */
export interface Opening {
  readonly kind: 'opening';
  readonly vm: Plan['vm'];
  readonly target: Target;
  readonly content: NarrowContent;
  readonly opensForMs: number;
  /** What the security groups decide about. */
  readonly flow: Flow;
  readonly notes: readonly string[];
}

/** What every opening of a port needs, whether a group is there or not. */
export function openingFor(facts: VmFacts, params: ActionParams): Opening | PlanRefusal {
  const { from, port, durationMs } = params;
  const { vm } = facts;
  if (vm.os === 'Windows')
    return refused(
      `${code(vm.name)} runs Windows.`,
      'Connect with Remote Desktop or Azure Bastion; SSH is for Linux VMs here.',
    );
  const unfit = unfitCaller(from);
  if (unfit !== undefined) return unfit;
  if (durationMs === undefined || !(durationMs > 0))
    return refused('It is not said how long the port is to stay open.', 'Say it with `for`, e.g. `for 2h`.');
  const target = targetOf(facts, from, port);
  if (target === undefined) return withoutInterface(facts);
  const [hidden] = target.endpoint === undefined ? endpointsOf(facts, port).unreadable : [];
  if (hidden !== undefined) return refusedUnread(hidden);
  const to = privateAddressOf(target, from);
  if (typeof to !== 'string') return to;
  const bound = boundVm(facts, to);
  if ('kind' in bound) return bound;
  const flow = behindAdminRules(facts, target, params);
  if ('kind' in flow) return flow;
  return {
    kind: 'opening',
    vm: bound,
    target,
    content: { from, to, port },
    opensForMs: durationMs,
    flow,
    notes: notesOn(facts, target),
  };
}

function unfitCaller(from: string): PlanRefusal | undefined {
  if (isPrivateCaller(from))
    return refused(
      `${code(from)} is not an address on the internet, and a rule for it would let in whoever has it in a connected network.`,
      'Give the public address that you come from; for a VPN or a peered network ask whoever runs it.',
    );
  if (isTooWide(from))
    return refused(`${code(from)} is too much of the internet to open a port to.`, 'Give your own address.');
  return undefined;
}

function withoutInterface({ nics }: VmFacts): PlanRefusal {
  const unreadable = nics.find((nic) => nic.kind === 'unreadable');
  if (unreadable !== undefined) return refusedUnread(unreadable);
  return refused('The VM has no network interface with an address.', 'Look at the VM in the portal, under Networking.');
}

function privateAddressOf({ endpoint, ipConfiguration }: Target, from: string): string | PlanRefusal {
  const own = familyOf(from);
  const there = endpoint?.family ?? ipConfiguration.version;
  const otherFamily = (family: string) =>
    refused(`You come over ${own}; the VM is reached over ${family}.`, `Give your ${family} address with \`from\`.`);
  if (own !== there) return otherFamily(there);
  const [address] = AddressSet.parse(ipConfiguration.privateAddress ?? '')?.toCidrs() ?? [];
  if (address === undefined || address.includes('/'))
    return refused(
      `The private address of ${code(ipConfiguration.name)} is not known, and without it a rule would open more than this VM.`,
      'Look at the network interface in the portal, and ask again once it has an address.',
    );
  return familyOf(address) === own ? address : otherFamily(familyOf(address));
}

/** The flow that is left to the security groups; refused where they have no say, or where nobody knows. */
function behindAdminRules(facts: VmFacts, target: Target, { from, port }: ActionParams): Flow | PlanRefusal {
  const whole = flowTo(target, from, port);
  const rules = adminRulesAt(facts, target);
  if (rules?.kind !== 'admin-rules') return whole;
  const askThem = 'Ask whoever runs Virtual Network Manager in your company; a security group cannot override it.';
  const ruling = adminRuling(rules, whole);
  switch (ruling.access) {
    case 'deny':
      return refused(
        `Virtual Network Manager's rule ${code(ruling.rule.name)} shuts ${code(from)} out, before any security group.`,
        askThem,
      );
    case 'undetermined':
      return refused(
        `Whether Virtual Network Manager lets ${code(from)} in hangs on its rule ${code(ruling.rule.name)}: ${inert(ruling.because)}`,
        askThem,
      );
    case 'partly': {
      if (!ruling.denied.isEmpty)
        return refused(
          `Virtual Network Manager's rule ${code(ruling.rule.name)} shuts a part of ${code(from)} out: ${listWords(ruling.denied.toCidrs())}.`,
          askThem,
        );
      const rest = whole.sources.subtract(ruling.alwaysAllowed);
      return rest.isEmpty ? whole : { ...whole, sources: rest };
    }
    case 'always-allow':
      if (!hasGroup(target)) return whole;
      return refused(
        `Port ${port} is open to ${code(from)} already: Virtual Network Manager's rule ${code(ruling.rule.name)} always allows it.`,
        'If you cannot connect, it is something else: check the connection again.',
      );
    case 'passes-on':
      return whole;
  }
}

function notesOn(facts: VmFacts, target: Target): string[] {
  const rules = adminRulesAt(facts, target);
  const unreadable = rules?.kind === 'unreadable';
  return [
    'Closing ends no session that is open then: it only keeps new ones out.',
    ...(target.endpoint === undefined
      ? ['No public address leads to the VM yet: opening the port alone is not enough.']
      : []),
    ...(unreadable
      ? [
          'Whether Virtual Network Manager shuts the caller out could not be read; if it does, this rule changes nothing.',
        ]
      : []),
    ...(facts.vm.os === 'unknown' ? ['Azure does not say what the VM runs.'] : []),
  ];
}
