import type { SecurityRule } from '../facts.ts';

/** A rule with everything that says whom it lets in to where: "office (150) from 203.0.113.0/24 to *". */
export function ruleText(rule: SecurityRule): string {
  const { name, priority, sources, sourceAsgIds, sourcePorts, destinations, destinationAsgIds } = rule;
  const ports = sourcePorts.length === 1 && sourcePorts[0] === '*' ? '' : ` ports ${listed(sourcePorts)}`;
  return `${name} (${priority}) from ${listed([...sources, ...sourceAsgIds])}${ports} to ${listed([...destinations, ...destinationAsgIds])}`;
}

/** Azure gives them in any order. */
function listed(texts: readonly string[]): string {
  return texts
    .filter((text) => text !== '')
    .toSorted()
    .join(', ');
}
