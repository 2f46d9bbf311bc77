import type { ActionParams } from '../actions/action.ts';
import { boundVm } from '../actions/bound-vm.ts';
import type { Plan, PlannedWrite } from '../actions/plan.ts';
import { hasPublicIp } from '../checks/has-public-ip.ts';
import type { VmFacts } from '../facts.ts';
import { inert } from '../text/escape.ts';
import { apiVersions } from './api-versions.ts';
import { editOf, idBeside, putBeside } from './made-for-vm.ts';
import { resourceName } from './names.ts';
import { type AddressPlace, placeForAddress } from './place-for-address.ts';
import type { Remediation } from './remediation.ts';
import { withoutOwnDoing } from './without-own-doing.ts';
import { withoutProbe } from './without-probe.ts';

/** https://learn.microsoft.com/azure/virtual-network/ip-services/associate-public-ip-address-vm */
export const associatePublicIp: Remediation<'associate-public-ip'> = {
  id: 'associate-public-ip',
  title: 'Associate a public IP',
  portal: 'Networking › network interface › IP configurations › Associate public IP address',
  doing: (vm) => `give ${vm} a public IP`,
  subject: (vm) => `public IP of ${vm}`,
  asks: (vm) => `give ${vm} a public IP`,
  opensTo: false,
  timeBox: 'optional',
  grant: {
    open: 'In place',
    closed: 'Taken away',
    ends: 'is taken away by itself',
    sessions: 'connections through it end then',
    closing: 'The public IP is taken away, and connections through it with it.',
    over: 'The public IP is taken away again.',
    still: 'the VM has its public IP',
  },
  next: 'connect',
  permissions: [
    'Microsoft.Network/publicIPAddresses/write',
    'Microsoft.Network/publicIPAddresses/join/action',
    'Microsoft.Network/publicIPAddresses/delete',
    'Microsoft.Network/networkInterfaces/write',
    // The interface is put back whole: Azure asks for a join of everything that it refers to.
    'Microsoft.Network/virtualNetworks/subnets/join/action',
    'Microsoft.Network/networkSecurityGroups/join/action',
  ],
  plan({ facts: now, params, requestId }) {
    const facts = withoutOwnDoing(now, requestId);
    const place = placeForAddress(facts, params);
    if ('kind' in place) return place;
    const { nic, configuration } = place;
    const vm = boundVm(facts, configuration.privateAddress ?? '');
    if ('kind' in vm) return vm;
    const name = resourceName(facts.vm.name, requestId);
    const plan = planOf(facts, { nic, configuration, vm, name }, params);
    return { kind: 'planned', plan, notes: notesOn(params) };
  },
  verify: (facts, params) => hasPublicIp.evaluate(withoutProbe(facts, params)),
};

interface Parts extends AddressPlace {
  readonly vm: Plan['vm'];
  readonly name: string;
}

function planOf({ vm: machine }: VmFacts, { nic, configuration, vm, name }: Parts, params: ActionParams): Plan {
  const id = idBeside(machine, 'publicIPAddresses', name);
  const removed = params.removeAtEnd === true;
  const address = {
    sku: { name: 'Standard', tier: 'Regional' },
    ...(machine.zones === undefined ? {} : { zones: machine.zones }),
    properties: { publicIPAllocationMethod: 'Static', publicIPAddressVersion: 'IPv4' },
  };
  const where = `${inert(configuration.name)} of ${inert(nic.name)}`;
  const at = ['properties', 'ipConfigurations', configuration.name, 'properties', 'publicIPAddress'];
  const writes: PlannedWrite[] = [
    putBeside(machine, id, !removed, address, `Create the public IP ${name}: Standard, static, IPv4`),
    editOf(nic.id, { at, value: { id } }, `Associate ${name} with ${where}`),
  ];
  if (!removed) return { vm, writes, undo: [] };
  const undo: PlannedWrite[] = [
    editOf(nic.id, { at, value: null }, `Take ${name} off ${where}`),
    { method: 'DELETE', path: id, apiVersion: apiVersions.network, says: `Delete the public IP ${name}` },
  ];
  return { vm, opensForMs: params.durationMs ?? 0, writes, undo };
}

/** List price of a Standard static IPv4 address: https://azure.microsoft.com/pricing/details/ip-addresses/ */
function notesOn({ removeAtEnd }: ActionParams): string[] {
  return [
    `It costs about 0.005 US dollars an hour (3.65 a month) ${removeAtEnd === true ? 'until it is removed at the end' : 'for as long as it is left there, also while the VM is off'}.`,
    'A Standard address is closed until a network security group lets somebody in: opening the port is a request of its own.',
    'From then on what the VM itself sends to the internet comes from this address.',
  ];
}
