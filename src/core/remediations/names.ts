/** Longest name of a rule, a group or a public IP. https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules */
const longest = 80;

const everyRule = 'drawbridge-';

/** Every rule of the bot's begins with this. */
export const ruleNamePrefix = everyRule;

/** @param number from 2 on for a second rule of one request in one group */
export function ruleName(requestId: string, number = 1): string {
  return number === 1 ? `${everyRule}${requestId}` : `${everyRule}${requestId}-${number}`;
}

/** Whether a rule is named as one of this request's: that alone does not prove that it is. */
export function isRuleNameOf(requestId: string, name: string): boolean {
  const own = ruleName(requestId);
  const lower = name.toLowerCase();
  return lower === own || (lower.startsWith(`${own}-`) && /^[1-9]\d{0,2}$/.test(lower.slice(own.length + 1)));
}

/**
 * Of a resource that is made for a VM: begins with the VM's name, so that people find it, and ends with the request's id.
 * What Azure takes in VM names but not here becomes a hyphen, and a long VM name is cut.
 */
export function resourceName(vmName: string, requestId: string, kind?: 'nsg'): string {
  const end = kind === undefined ? `-${requestId}` : `-${kind}-${requestId}`;
  const start = vmName.replace(/[^A-Za-z0-9_.-]/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  return `${start.slice(0, longest - end.length) || 'vm'}${end}`;
}
