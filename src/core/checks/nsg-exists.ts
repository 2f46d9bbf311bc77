import type { Nsg, Sku, Unreadable, Vm } from '../facts.ts';
import { code, inert } from '../text/escape.ts';
import { isPrivateCaller } from '../text/parse-caller.ts';
import { azCommand } from './az-command.ts';
import type { Check } from './check.ts';
import { layerPlace, unknownOutcome } from './sentences.ts';
import { endpointSku, type Target } from './target.ts';
import { targetOf } from './target-of.ts';
import { unreadNics } from './unread-nics.ts';

export const nsgExists: Check = {
  id: 'nsg-exists',
  title: 'A network security group guards the VM',
  evaluate({ facts, from, port }) {
    const target = targetOf(facts, from, port);
    if (target === undefined) return unreadNics(facts);
    const layers = [
      { nsg: target.subnetNsg, place: layerPlace['subnet-nsg'] },
      { nsg: target.nicNsg, place: layerPlace['nic-nsg'] },
    ];
    const readable = layers.flatMap(({ nsg, place }) => (nsg?.kind === 'nsg' ? [{ nsg, place }] : []));
    const unreadable = layers.map(({ nsg }) => nsg).find((nsg) => nsg?.kind === 'unreadable');
    if (readable.length > 0)
      return { status: 'pass', summary: `Guarded by ${guards(readable)}`, ...untold(unreadable) };
    if (unreadable !== undefined) return unknownOutcome(`The ${inert(unreadable.what)} could not be read`, unreadable);
    const sku = publicSku(target, from);
    return {
      status: sku === 'Standard' ? 'fail' : 'warn',
      summary: 'No network security group guards the VM',
      because: meaning(sku),
      todo: 'Create one, attach it to the network interface, then open the port for your address only.',
      fix: 'create-nsg',
      command: createCommand(facts.vm, target),
    };
  },
};

/** One group is enough for this check, but whoever mends it should know that there may be another behind it. */
function untold(unreadable: Unreadable | undefined): { because?: string } {
  if (unreadable === undefined) return {};
  return { because: `The ${inert(unreadable.what)} could not be read: it may put another group in the way.` };
}

/** One group may stand at both places. */
function guards(layers: readonly { readonly nsg: Nsg; readonly place: string }[]): string {
  const [first, second] = layers;
  const isSame = first?.nsg.id.toLowerCase() === second?.nsg.id.toLowerCase();
  return layers.map(({ nsg, place }, at) => (isSame && at > 0 ? place : `${code(nsg.name)} ${place}`)).join(' and ');
}

/** An address that is not assigned at the moment will be of the same kind; undefined where only the inside counts. */
function publicSku(target: Target, from: string): Sku | undefined {
  const isPublic = target.endpoint !== undefined || target.ipConfiguration.publicIp?.kind === 'public-ip';
  return isPublic && !isPrivateCaller(from) ? endpointSku(target, from) : undefined;
}

function meaning(sku: Sku | undefined): string {
  if (sku === 'Standard') return 'A Standard public IP or load balancer lets nothing in until a group allows it.';
  if (sku === undefined) return 'Inside its network every port of it is open.';
  return sku === 'Basic'
    ? 'Behind a Basic public IP or load balancer every port is open to the whole internet.'
    : 'Azure does not say whether its public address is a Basic one, then open to the whole internet, or a Standard one, then closed.';
}

function createCommand(vm: Vm, { nic }: Target): string {
  const name = `${vm.name}-nsg`;
  const group = { subscription: vm.subscriptionId, 'resource-group': vm.resourceGroup };
  const create = azCommand('network nsg create', { ...group, name, location: vm.location });
  const id = `/subscriptions/${vm.subscriptionId}/resourceGroups/${vm.resourceGroup}/providers/Microsoft.Network/networkSecurityGroups/${name}`;
  return `${create}\n${azCommand('network nic update', { ids: nic.id, 'network-security-group': id })}`;
}
