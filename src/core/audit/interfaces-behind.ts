import type { SurveyedInterface } from './arm/interface-from-arm.ts';

/** Which interfaces are behind a group, by their own or by their subnet's; looked up, since there may be thousands of both. */
export function interfacesBehind(
  nics: readonly SurveyedInterface[],
): (nsgId: string, subnetIds: readonly string[]) => readonly SurveyedInterface[] {
  const byGroup = Map.groupBy(nics, ({ nsgId }) => nsgId);
  const bySubnet = new Map<string, Set<SurveyedInterface>>();
  for (const nic of nics) {
    for (const { subnetId } of nic.configurations) {
      const before = bySubnet.get(subnetId);
      if (before === undefined) bySubnet.set(subnetId, new Set([nic]));
      else before.add(nic);
    }
  }
  return (nsgId, subnetIds) => [
    ...new Set([
      ...(byGroup.get(nsgId.toLowerCase()) ?? []),
      ...subnetIds.flatMap((id) => [...(bySubnet.get(id.toLowerCase()) ?? [])]),
    ]),
  ];
}
