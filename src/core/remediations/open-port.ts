import type { Planned, PlanRefusal } from '../actions/action.ts';
import type { PlannedWrite } from '../actions/plan.ts';
import { refused, refusedUnread } from '../actions/plan-refusal.ts';
import { adminRules } from '../checks/admin-rules.ts';
import { portOpenToCaller } from '../checks/port-open-to-caller.ts';
import { layerPlace, ruleWords } from '../checks/sentences.ts';
import { wayTo } from '../checks/way-to.ts';
import type { Nsg } from '../facts.ts';
import { rangeInFront } from '../net/room-in-front.ts';
import { rulingOf } from '../net/ruling-of.ts';
import type { NsgLayer } from '../net/way-in.ts';
import { code, inert } from '../text/escape.ts';
import { choosePriority } from './choose-priority.ts';
import { ruleName } from './names.ts';
import { deleteRule, putNarrowRule } from './narrow-rule.ts';
import { jitCovering, openByJit } from './open-by-jit.ts';
import { type Opening, openingFor } from './opening.ts';
import type { Remediation } from './remediation.ts';
import { withoutOwnDoing } from './without-own-doing.ts';
import { withoutProbe } from './without-probe.ts';

export const openPort: Remediation<'open-port'> = {
  id: 'open-port',
  title: 'Open the port',
  portal: 'Networking › Add inbound port rule',
  doing: (vm) => `open a port of ${vm}`,
  subject: (vm, { port }) => `port ${port} of ${vm}`,
  asks: (vm, { port, from }) => `open port ${port} of ${vm} to ${code(from)}`,
  opensTo: true,
  timeBox: 'required',
  next: 'connect',
  permissions: [
    'Microsoft.Network/networkSecurityGroups/securityRules/write',
    'Microsoft.Network/networkSecurityGroups/securityRules/delete',
    // Only where Microsoft Defender guards the port.
    'Microsoft.Security/locations/jitNetworkAccessPolicies/initiate/action',
  ],
  plan({ facts: now, params, requestId }) {
    const facts = withoutOwnDoing(now, requestId);
    const { from, port } = params;
    const opening = openingFor(facts, params);
    if (opening.kind === 'refused') return opening;
    const groupless = withoutGroup(opening);
    if (groupless !== undefined) return groupless;
    if (wayTo(facts, opening.target, from, port).kind === 'open') return openAlready(opening);
    if (facts.jit !== undefined && 'kind' in facts.jit) return refusedUnread(facts.jit);
    const [cover, ...covers] = jitCovering(facts, port);
    if (cover !== undefined) return openByJit([cover, ...covers], opening, requestId);
    return inGroups(opening, ruleName(requestId));
  },
  verify(facts, params) {
    const input = withoutProbe(facts, params);
    const outside = adminRules.evaluate(input);
    return outside.status === 'fail' ? outside : portOpenToCaller.evaluate(input);
  },
};

function withoutGroup({ target, content: { from, port } }: Opening): PlanRefusal | undefined {
  const { endpoint, subnetNsg, nicNsg } = target;
  if (subnetNsg !== undefined || nicNsg !== undefined) return undefined;
  if (endpoint === undefined)
    return refused(
      'No public address leads to the VM, and no security group is in the way.',
      'Associate a public IP first.',
    );
  if (endpoint.sku === 'Basic')
    return refused(
      `Port ${port} is open to ${code(from)} already, and to everybody: no security group guards the VM.`,
      'If you cannot connect, it is something else: check the connection again.',
    );
  return refused(
    `There is no network security group that could let anybody in, and a Standard public address is closed without one.`,
    'Ask for a network security group instead: it comes with the rule for you.',
  );
}

function openAlready({ content: { from, port } }: Opening): PlanRefusal {
  const hint = 'If you cannot connect, it is something else: check the connection again.';
  return refused(`Port ${port} is open to ${code(from)} already.`, hint);
}

/** Inbound packets meet the subnet's group, then the interface's: each that does not surely let them in gets the rule. */
function inGroups(opening: Opening, name: string): Planned | PlanRefusal {
  const writes: PlannedWrite[] = [];
  const undo: PlannedWrite[] = [];
  const notes: string[] = [];
  for (const { layer, nsg } of layersOf(opening)) {
    if (nsg.kind === 'unreadable') return refusedUnread(nsg);
    const step = inGroup(nsg, layer, opening, name);
    if (step === undefined) continue;
    if ('kind' in step) return step;
    writes.push(step.write);
    undo.push(deleteRule(nsg, name));
    notes.push(...step.notes);
  }
  if (writes.length === 0) return openAlready(opening);
  const { vm, opensForMs } = opening;
  return { kind: 'planned', plan: { vm, opensForMs, writes, undo }, notes: [...notes, ...opening.notes] };
}

/** One group may guard the subnet and the interface: it is there once. */
function layersOf({ target: { subnetNsg, nicNsg } }: Opening) {
  const isSame = subnetNsg?.kind === 'nsg' && nicNsg?.kind === 'nsg' && sameId(subnetNsg, nicNsg);
  return [
    ...(subnetNsg === undefined ? [] : [{ layer: 'subnet-nsg' as const, nsg: subnetNsg }]),
    ...(nicNsg === undefined || isSame ? [] : [{ layer: 'nic-nsg' as const, nsg: nicNsg }]),
  ];
}

function sameId(left: Nsg, right: Nsg): boolean {
  return left.id.toLowerCase() === right.id.toLowerCase();
}

interface Step {
  readonly write: PlannedWrite;
  readonly notes: readonly string[];
}

function inGroup(nsg: Nsg, layer: NsgLayer, { flow, content }: Opening, name: string): Step | PlanRefusal | undefined {
  const ruling = rulingOf(nsg, flow);
  if (ruling.access === 'allow') return undefined;
  const range = rangeInFront(nsg, flow);
  if (range === undefined)
    return refused(
      `Nothing fits in front of the rule that denies: ${ruleWords(ruling.rule, nsg, layer)}.`,
      `Give that rule of ${code(nsg.name)} ${layerPlace[layer]} a higher number, or ask whoever owns the group.`,
    );
  const room = choosePriority(nsg, range, name);
  if (room.kind === 'refused') return room;
  // In front of whatever may deny, the rule helps for certain; whether it is needed is all that is not known.
  const notes =
    ruling.access === 'undetermined'
      ? [
          `${code(nsg.name)} may let the caller in already: that hangs on ${ruleWords(ruling.rule, nsg, layer)}. ${inert(ruling.because)}`,
        ]
      : [];
  return { write: putNarrowRule(nsg, name, content, range), notes };
}
