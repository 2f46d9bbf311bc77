/** The parts of an Azure resource id that addresses need. Spelled as Azure spelled them. */
export interface ResourceId {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** Names along the path after the provider, e.g. `['myVnet', 'default']` for a subnet. Never empty. */
  readonly names: readonly [string, ...string[]];
  /** Provider and types, lower case: `microsoft.network/virtualnetworks/subnets`. */
  readonly type: string;
}

const shape = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+)((?:\/[^/]+\/[^/]+)+)\/?$/i;

/** Takes an id apart; undefined where it is not the id of a resource in a resource group. */
export function parseResourceId(id: string): ResourceId | undefined {
  const match = shape.exec(id.trim());
  if (match === null) return undefined;
  const [, subscriptionId = '', resourceGroup = '', provider = '', path = ''] = match;
  const parts = path.split('/').slice(1);
  const types = parts.filter((_, index) => index % 2 === 0);
  const [first = '', ...others] = parts.filter((_, index) => index % 2 === 1);
  return {
    subscriptionId,
    resourceGroup,
    names: [first, ...others],
    type: [provider, ...types].join('/').toLowerCase(),
  };
}

/** The id of the resource that a child belongs to: a subnet's virtual network, a pool's load balancer. */
export function parentId(childId: string): string {
  return childId.replace(/\/[^/]+\/[^/]+\/?$/, '');
}

/** The last name in an id, for people. */
export function nameOf(id: string): string {
  return (
    id
      .split('/')
      .filter((part) => part !== '')
      .at(-1) ?? id
  );
}

/** Azure writes the same id in several cases: only this form may be compared. */
export function idKey(id: string): string {
  return id.toLowerCase().replace(/\/+$/, '');
}

export function sameId(a: string | null | undefined, b: string | null | undefined): boolean {
  return Boolean(a && b) && idKey(a ?? '') === idKey(b ?? '');
}
