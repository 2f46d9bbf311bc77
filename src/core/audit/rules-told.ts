import type { SecurityRule } from '../facts.ts';
import type { Exposure } from '../net/exposure.ts';
import type { Finding, FindingRule } from './finding.ts';
import { isReason } from './flag-nsgs.ts';

/** What a finding tells of a group's rules. */
export function rulesTold({ rules, shadowed, remarks }: Exposure): Pick<Finding, 'rules' | 'shadowed' | 'remarks'> {
  const dead = new Set(remarks.flatMap(({ kind, rule }) => (kind === 'dead' ? [rule] : [])));
  return {
    rules: rules.map(ruleOf),
    shadowed: shadowed.map(({ rule: { name }, by }) => ({
      rule: name,
      by: by.map((each) => each.name),
      ...(dead.has(name) && { isDead: true }),
    })),
    remarks: reasonsFirst(remarks).map(({ rule, says }) => `Rule ${rule}: ${says}`),
  };
}

/** A report has room for one of them. */
function reasonsFirst(remarks: Exposure['remarks']): Exposure['remarks'] {
  return [...remarks.filter(isReason), ...remarks.filter((each) => !isReason(each))];
}

function ruleOf({
  name,
  priority,
  protocol,
  sources,
  sourceAsgIds,
  destinations,
  destinationAsgIds,
  destinationPorts,
}: SecurityRule): FindingRule {
  return {
    name,
    priority,
    protocol,
    sources: [...sources, ...sourceAsgIds],
    destinations: [...destinations, ...destinationAsgIds],
    ports: destinationPorts,
  };
}
