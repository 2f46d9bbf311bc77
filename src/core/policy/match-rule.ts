import { matchesGlob } from './glob.ts';
import type { PolicyMatch, PolicyVm } from './policy.ts';

/** `unknown`: all but the tags matches, and the tags could not be read. */
export function matchRule(match: PolicyMatch, vm: PolicyVm): 'yes' | 'no' | 'unknown' {
  const isThere =
    (match.subscriptions === undefined ||
      match.subscriptions.some((id) => id.toLowerCase() === vm.subscriptionId.toLowerCase())) &&
    anyGlob(match.resourceGroups, vm.resourceGroup) &&
    anyGlob(match.vms, vm.name);
  if (!isThere) return 'no';
  if (match.tags === undefined) return 'yes';
  const { tags } = vm;
  if (tags === undefined) return 'unknown';
  return match.tags.every(({ name, values }) => {
    const value = tagOf(tags, name);
    return value !== undefined && anyGlob(values, value);
  })
    ? 'yes'
    : 'no';
}

/**
 * Whether it matches by nothing but the place: subscription and resource group. Azure's own permissions are given for
 * these, and whoever may move a VM between them may already write to everything in both.
 */
export function isByPlace(match: PolicyMatch): boolean {
  return match.vms === undefined && match.tags === undefined;
}

/** A tag's value; Azure compares the names of tags without case. */
export function tagOf(tags: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.entries(tags).find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
}

function anyGlob(patterns: readonly string[] | undefined, text: string): boolean {
  return patterns === undefined || patterns.some((pattern) => matchesGlob(pattern, text));
}
