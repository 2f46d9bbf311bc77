import type { World } from '../../world/world.ts';
import { ArmFailure, type ArmRoute } from '../route.ts';
import { runsWith, subnetOf } from './allocate-address.ts';
import { groupPath, requireResource } from './collection-routes.ts';
import { asObject, asObjects, asStrings, type JsonObject, referencedId } from './json.ts';
import { ruleBodies } from './security-group-body.ts';

/** The groups that guard a network interface, with their rules in the words of this one operation. */
export const effectiveGroupsRoute: ArmRoute = {
  method: 'POST',
  path: `${groupPath}/providers/Microsoft.Network/networkInterfaces/{name}/effectiveNetworkSecurityGroups`,
  action: 'Microsoft.Network/networkInterfaces/effectiveNetworkSecurityGroups/action',
  asksOnly: true,
  handle(request, { world, operations }) {
    const nic = requireResource(world, request, 'networkInterfaces', request.params.name);
    if (!runsWith(world, nic.id)) {
      // That it needs a running machine is documented, the code is not confirmed.
      throw new ArmFailure(
        400,
        'NetworkInterfaceNotAttachedToRunningVirtualMachine',
        `Network interface ${nic.id} must be attached to a running virtual machine.`,
        { details: [] },
      );
    }
    const headers = operations.start(request, {
      style: 'network-delete',
      location: nic.location ?? 'eastus',
      subscriptionId: request.params.sub ?? '',
      work: async () => ({ value: effectiveGroups(world, nic.id) }),
    });
    return { status: 202, headers };
  },
};

function effectiveGroups(world: World, nicId: string): JsonObject[] {
  const nic = world.get(nicId);
  const subnets = asObjects(nic?.properties.ipConfigurations).map((each) =>
    referencedId(asObject(each.properties).subnet),
  );
  const guards = [
    ...[...new Set(subnets)].map((id) => ({
      nsg: id && referencedId(asObject(subnetOf(world, id)?.properties).networkSecurityGroup),
      association: { subnet: { id } },
    })),
    { nsg: referencedId(nic?.properties.networkSecurityGroup), association: { networkInterface: { id: nicId } } },
  ];
  return guards.flatMap(({ nsg, association }) => {
    const group = nsg === undefined ? undefined : world.get(nsg);
    if (group === undefined) return [];
    const collections = ['securityRules', 'defaultSecurityRules'] as const;
    const rules = collections.flatMap((name) => ruleBodies(group, name).map((rule) => effectiveRule(name, rule)));
    return [{ networkSecurityGroup: { id: group.id }, association, effectiveSecurityRules: rules }];
  });
}

function effectiveRule(collection: string, rule: JsonObject): JsonObject {
  const { protocol, access, priority, direction, ...fields } = asObject(rule.properties);
  const protocols: Record<string, string> = { '*': 'All', tcp: 'Tcp', udp: 'Udp' };
  const ports = (end: string) => [...singular(fields[`${end}PortRange`]), ...asStrings(fields[`${end}PortRanges`])];
  const prefixes = (end: string) => [
    ...singular(fields[`${end}AddressPrefix`]),
    ...asStrings(fields[`${end}AddressPrefixes`]),
  ];
  const all = { source: prefixes('source').map(anyAddress), destination: prefixes('destination').map(anyAddress) };
  return {
    name: `${collection}/${String(rule.name)}`,
    protocol: protocols[String(protocol).toLowerCase()] ?? protocol,
    sourcePortRange: portRange(ports('source')[0]),
    destinationPortRange: portRange(ports('destination')[0]),
    sourcePortRanges: ports('source').map(portRange),
    destinationPortRanges: ports('destination').map(portRange),
    sourceAddressPrefix: all.source[0] ?? '',
    destinationAddressPrefix: all.destination[0] ?? '',
    sourceAddressPrefixes: all.source,
    destinationAddressPrefixes: all.destination,
    access,
    priority,
    direction,
  };
}

function singular(value: unknown): string[] {
  return value === undefined || value === null || value === '' ? [] : [String(value)];
}

function anyAddress(prefix: string): string {
  return prefix === '*' ? '0.0.0.0/0' : prefix;
}

function portRange(text: string | undefined): string {
  if (text === undefined || text === '*') return '0-65535';
  return text.includes('-') ? text : `${text}-${text}`;
}
