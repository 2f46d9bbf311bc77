import type { InventoryType } from '../../core/audit/inventory.ts';
import { apiVersions } from '../../core/remediations/api-versions.ts';
import type { Read } from '../reads.ts';

/** What there is to know of a type in order to read all resources of it. */
interface Kind {
  /** As Azure's permissions and addresses spell it. */
  readonly type: string;
  readonly plural: string;
  /** The version that the SDK's client speaks. */
  readonly apiVersion: string;
  /** Rows on a page of Resource Graph, which refuses answers of more than 16 MB. */
  readonly pageRows: number;
}

const { network, compute } = apiVersions;
const most = 1000;

/** Groups with many rules are by far the largest: at twenty rules each, a page of them has about 2 MB. */
const kinds: Readonly<Record<InventoryType, Kind>> = {
  'microsoft.network/routetables': kind('Microsoft.Network/routeTables', 'route tables', network, most),
  'microsoft.network/networkmanagers': kind('Microsoft.Network/networkManagers', 'network managers', network, most),
  'microsoft.network/virtualnetworks': kind('Microsoft.Network/virtualNetworks', 'virtual networks', network, 500),
  'microsoft.network/networksecuritygroups': kind(
    'Microsoft.Network/networkSecurityGroups',
    'network security groups',
    network,
    125,
  ),
  'microsoft.network/networkinterfaces': kind(
    'Microsoft.Network/networkInterfaces',
    'network interfaces',
    network,
    most,
  ),
  'microsoft.network/publicipaddresses': kind(
    'Microsoft.Network/publicIPAddresses',
    'public IP addresses',
    network,
    most,
  ),
  'microsoft.network/loadbalancers': kind('Microsoft.Network/loadBalancers', 'load balancers', network, 500),
  'microsoft.compute/virtualmachines': kind('Microsoft.Compute/virtualMachines', 'virtual machines', compute, 500),
};

function kind(type: string, plural: string, apiVersion: string, pageRows: number): Kind {
  return { type, plural, apiVersion, pageRows };
}

export function kindOf(type: InventoryType): Kind {
  return kinds[type];
}

/** The same rows in the same order for every page. A VM's row has its power state at `properties.extended`. */
export function queryFor(type: InventoryType): string {
  return `resources | where type =~ '${type}' | project id, name, location, tags, sku, properties | order by id asc`;
}

/** A row for each subscription in which there is something of a type: its id. */
export function subscriptionsQuery(type: InventoryType): { readonly query: string; readonly rows: number } {
  const ids = 'distinct subscriptionId | project id = subscriptionId | order by id asc';
  return { query: `resources | where type =~ '${type}' | ${ids}`, rows: most };
}

/** @param subscriptionId absent: of all of them */
export function listOf(type: InventoryType, subscriptionId?: string): Read {
  const { plural, type: spelled } = kinds[type];
  const of = subscriptionId === undefined ? '' : ` of subscription ${subscriptionId}`;
  return { what: `list of ${plural}${of}`, permission: `${spelled}/read` };
}
