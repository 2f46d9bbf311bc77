/** A string literal of the Kusto query language that holds exactly this text, whatever is in it. */
function kqlText(text: string): string {
  const escaped = text.replaceAll(/[\\']|[^\x20-\x7e]/g, (char) =>
    char === '\\' || char === "'" ? `\\${char}` : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `'${escaped}'`;
}

const machines = "resources | where type =~ 'microsoft.compute/virtualmachines'";

/** Every VM of this name, with the display name of its subscription. */
export function vmsCalled(name: string, resourceGroup: string | undefined): string {
  const inGroup = resourceGroup === undefined ? '' : ` | where resourceGroup =~ ${kqlText(resourceGroup)}`;
  return [
    `${machines} | where name =~ ${kqlText(name)}${inGroup}`,
    "join kind=leftouter (resourcecontainers | where type =~ 'microsoft.resources/subscriptions' | project subscriptionId, subscriptionName = name) on subscriptionId",
    'project id, name, location, subscriptionName, nics = properties.networkProfile.networkInterfaces',
    'order by id asc',
  ].join(' | ');
}

/** All names, to find those that look alike. */
export const allVmNames = `${machines} | project id, name | order by name asc`;

/** The subscriptions that can be read at all. */
export const allSubscriptions =
  "resourcecontainers | where type =~ 'microsoft.resources/subscriptions' | project id, name";

/** A security group holds at most 1000 rules, and without a limit the operator only looks at the first 128. */
const mostRules = 1000;

/** The network security groups with a rule whose name begins with this, in any case. */
export function groupsWithRulesNamed(prefix: string): string {
  return [
    "resources | where type =~ 'microsoft.network/networksecuritygroups'",
    `mv-expand rule = properties.securityRules limit ${mostRules}`,
    `where tostring(rule.name) startswith ${kqlText(prefix)}`,
    'distinct id',
    'order by id asc',
  ].join(' | ');
}
