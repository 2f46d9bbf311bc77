export interface ResourceId {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** Full type, parents included: `Microsoft.Network/networkSecurityGroups/securityRules`. */
  readonly type: string;
  readonly name: string;
}

/** Takes an ARM id apart. Missing parts come back as empty strings. */
export function parseResourceId(id: string): ResourceId {
  const segments = id.split('/').filter((segment) => segment !== '');
  const after = (word: string) => segments[segments.findIndex((segment) => segment.toLowerCase() === word) + 1] ?? '';
  const providers = segments.map((segment) => segment.toLowerCase()).lastIndexOf('providers');
  const [namespace = '', ...pairs] = providers < 0 ? [] : segments.slice(providers + 1);
  const types = pairs.filter((_, index) => index % 2 === 0);
  const hasGroup = segments[2]?.toLowerCase() === 'resourcegroups';
  return {
    subscriptionId: after('subscriptions'),
    resourceGroup: hasGroup ? (segments[3] ?? '') : '',
    type: [namespace, ...types].join('/'),
    name: pairs.length % 2 === 0 ? (pairs.at(-1) ?? '') : '',
  };
}
