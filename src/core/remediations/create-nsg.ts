import type { PlanRefusal } from '../actions/action.ts';
import type { Plan } from '../actions/plan.ts';
import { refused, refusedUnread } from '../actions/plan-refusal.ts';
import { nsgExists } from '../checks/nsg-exists.ts';
import { listWords } from '../checks/sentences.ts';
import type { Nsg, VmFacts } from '../facts.ts';
import { code, inert } from '../text/escape.ts';
import { editOf, idBeside, putBeside } from './made-for-vm.ts';
import { resourceName, ruleName } from './names.ts';
import { deleteRule, putNarrowRule } from './narrow-rule.ts';
import { openPort } from './open-port.ts';
import { type Opening, openingFor } from './opening.ts';
import type { Remediation } from './remediation.ts';
import { withoutOwnDoing } from './without-own-doing.ts';
import { withoutProbe } from './without-probe.ts';

/** Attached to the interface only: a group on the subnet would cut the VM's neighbours off. */
export const createNsg: Remediation<'create-nsg'> = {
  id: 'create-nsg',
  title: 'Create a network security group',
  portal: 'Networking › network interface › Network security group',
  doing: (vm) => `create a network security group for ${vm}`,
  subject: (vm, { port }) => `security group and port ${port} of ${vm}`,
  asks: (vm, { port, from }) => `create a security group for ${vm} and open port ${port} to ${code(from)}`,
  opensTo: true,
  timeBox: 'required',
  next: 'connect',
  permissions: [
    'Microsoft.Network/networkSecurityGroups/write',
    'Microsoft.Network/networkSecurityGroups/join/action',
    'Microsoft.Network/networkSecurityGroups/securityRules/write',
    'Microsoft.Network/networkSecurityGroups/securityRules/delete',
    'Microsoft.Network/networkInterfaces/write',
    // The interface is put back whole: Azure asks for a join of everything that it refers to.
    'Microsoft.Network/virtualNetworks/subnets/join/action',
    'Microsoft.Network/publicIPAddresses/join/action',
  ],
  plan({ facts: now, params, requestId }) {
    const facts = withoutOwnDoing(now, requestId);
    const opening = openingFor(facts, params);
    if (opening.kind === 'refused') return opening;
    const cut = guarded(opening) ?? openBehindBasic(facts);
    if (cut !== undefined) return cut;
    return { kind: 'planned', plan: planOf(facts, opening, requestId), notes: [...notes, ...opening.notes] };
  },
  verify(facts, params) {
    const exists = nsgExists.evaluate(withoutProbe(facts, params));
    return exists.status === 'pass' ? openPort.verify(facts, params) : exists;
  },
};

const notes = [
  'The group stays at the end, without the rule: from the internet it then lets nobody in, as it is now.',
  'Traffic inside the virtual network and from its peers stays as it is: the default rules of a group let it through.',
];

/** A group in front of which none stood is the only one that takes nothing away. */
function guarded({ target }: Opening): PlanRefusal | undefined {
  const { nic } = target;
  if (nic.nsg?.kind === 'unreadable') return refusedUnread(nic.nsg);
  if (nic.nsg !== undefined)
    return refused(
      `Its network interface ${code(nic.name)} has the network security group ${code(nic.nsg.name)} already; another one in its place would cut ${whatItLetsIn(nic.nsg)}.`,
      'Ask for the port to be opened in that group.',
    );
  for (const { subnet } of nic.ipConfigurations) {
    if (subnet?.kind === 'unreadable') return refusedUnread(subnet);
    if (subnet?.nsg?.kind === 'unreadable') return refusedUnread(subnet.nsg);
    if (subnet?.nsg !== undefined)
      return refused(
        `Its subnet ${code(subnet.name)} is guarded by ${code(subnet.nsg.name)} already; a second group behind it would cut ${whatItLetsIn(subnet.nsg)}.`,
        'Ask for the port to be opened in that group.',
      );
  }
  return undefined;
}

function whatItLetsIn({ rules }: Nsg): string {
  const allows = rules.filter(
    ({ access, direction, isDefault }) => !isDefault && direction === 'Inbound' && access === 'Allow',
  );
  if (allows.length === 0) return 'all that is let in by it later';
  return `what its rules let in: ${listWords(allows.map(({ name }) => name))}`;
}

/** Behind a Basic address, or one of which that is not known, every port is open as long as there is no group. */
function openBehindBasic({ nics, forwards }: VmFacts): PlanRefusal | undefined {
  const configurations = [];
  for (const nic of nics) {
    if (nic.kind === 'unreadable') return refusedUnread(nic);
    configurations.push(...nic.ipConfigurations);
  }
  const ways: string[] = [];
  for (const { publicIp } of configurations) {
    if (publicIp?.kind === 'unreadable') return refusedUnread(publicIp);
    if (publicIp !== undefined && publicIp.sku !== 'Standard')
      ways.push(`every port of ${code(publicIp.address ?? publicIp.name)}`);
  }
  for (const forward of forwards) {
    if (forward.kind === 'unreadable') return refusedUnread(forward);
    if (forward.frontendAddress !== undefined && forward.sku !== 'Standard')
      ways.push(
        `port ${forward.frontendPort} of ${code(forward.frontendAddress)} (load balancer ${code(forward.loadBalancer)})`,
      );
  }
  if (ways.length === 0) return undefined;
  return refused(
    `Behind a Basic address all is open without a group, and a new one would cut what comes in there now: ${ways.join(', ')}.`,
    'Find out who uses it, then create the group by hand with rules for them; SSH from your address needs none today.',
  );
}

function planOf({ vm: machine }: VmFacts, opening: Opening, requestId: string): Plan {
  const { target, vm, content, opensForMs } = opening;
  const name = resourceName(machine.name, requestId, 'nsg');
  const id = idBeside(machine, 'networkSecurityGroups', name);
  const group = { id, name };
  const rule = ruleName(requestId);
  return {
    vm,
    opensForMs,
    // Attached last: an interface whose group is empty for a moment would be shut to those it serves.
    writes: [
      putBeside(machine, id, true, { properties: {} }, `Create the network security group ${name}, empty`),
      putNarrowRule(group, rule, content, { from: 100, to: 4096 }),
      editOf(
        target.nic.id,
        { at: ['properties', 'networkSecurityGroup'], value: { id } },
        `Attach ${name} to the network interface ${inert(target.nic.name)}`,
      ),
    ],
    undo: [deleteRule(group, rule)],
  };
}
