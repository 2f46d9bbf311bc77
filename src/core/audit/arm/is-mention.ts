import { objectOf, textOf } from './object.ts';

const own = ['securityRules', 'defaultSecurityRules', 'subnets', 'networkInterfaces', 'resourceGuid'] as const;

/**
 * Whether something that exists is only named, with nothing of what it is: a reference, or a line in a list of all resources. What
 * a template makes has no id yet.
 */
export function isMention(object: Readonly<Record<string, unknown>>): boolean {
  if (!textOf(object.id)?.startsWith('/') || objectOf(object.properties) !== undefined) return false;
  return !own.some((key) => key in object);
}
