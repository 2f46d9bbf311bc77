import { parseResourceId } from '../world/resource-id.ts';
import type { World } from '../world/world.ts';
import { ArmFailure } from './route.ts';

export interface ResourceGroup {
  readonly id: string;
  readonly name: string;
  readonly type: 'Microsoft.Resources/resourceGroups';
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties: { readonly provisioningState: 'Succeeded' };
}

/** The resource groups, seen from the resources in them. One that was seen once stays when it is emptied. */
export class ResourceGroups {
  readonly #world: World;
  readonly #known = new Map<string, ResourceGroup>();

  constructor(world: World) {
    this.#world = world;
    this.#learn();
  }

  list(subscriptionId: string): ResourceGroup[] {
    this.#learn();
    const prefix = keyOf(subscriptionId, '');
    return [...this.#known].filter(([key]) => key.startsWith(prefix)).map(([, group]) => group);
  }

  get(subscriptionId: string, name: string): ResourceGroup | undefined {
    const key = keyOf(subscriptionId, name);
    if (!this.#known.has(key)) this.#learn();
    return this.#known.get(key);
  }

  /** @throws ArmFailure 404 when the path is in a resource group that does not exist */
  check(path: string): void {
    const [, subscriptionId, name] = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)/i.exec(path) ?? [];
    if (subscriptionId === undefined || name === undefined || this.get(subscriptionId, name) !== undefined) return;
    throw new ArmFailure(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`, {
      headers: { 'x-ms-failure-cause': 'gateway' },
    });
  }

  #learn(): void {
    for (const { id, location = 'eastus', tags } of this.#world.all()) {
      const { subscriptionId, resourceGroup: name, type } = parseResourceId(id);
      const isGroup = type === '';
      const key = keyOf(subscriptionId, name);
      if (name === '' || (this.#known.has(key) && !isGroup)) continue;
      this.#known.set(key, {
        id: `/subscriptions/${subscriptionId}/resourceGroups/${name}`,
        name,
        type: 'Microsoft.Resources/resourceGroups',
        location,
        ...(isGroup && tags && { tags }),
        properties: { provisioningState: 'Succeeded' },
      });
    }
  }
}

function keyOf(subscriptionId: string, name: string): string {
  return `${subscriptionId}/${name}`.toLowerCase();
}
