import type { SurveyedBalancer, SurveyedForward } from './arm/balancer-from-arm.ts';
import type { SurveyedConfiguration } from './arm/interface-from-arm.ts';
import { networkOf } from './arm/network-of.ts';

/** Which forwards of load balancers end at a configuration; looked up, since there may be thousands of both. */
export function forwardsTo(
  balancers: readonly SurveyedBalancer[],
): (to: SurveyedConfiguration) => readonly SurveyedForward[] {
  const byConfiguration = new Map<string, SurveyedForward[]>();
  const byRule = new Map<string, SurveyedForward[]>();
  const byPool = new Map<string, SurveyedForward[]>();
  const byAddress = new Map<string, SurveyedForward[]>();
  const note = (to: Map<string, SurveyedForward[]>, key: string, forward: SurveyedForward) => {
    const before = to.get(key);
    if (before === undefined) to.set(key, [forward]);
    else before.push(forward);
  };
  for (const { forwards, pools } of balancers) {
    for (const forward of forwards) {
      note(byRule, forward.ruleId, forward);
      if (forward.configurationId !== undefined) note(byConfiguration, forward.configurationId, forward);
      for (const id of forward.poolIds) {
        note(byPool, id, forward);
        const pool = pools.get(id);
        for (const member of pool?.members ?? []) note(byConfiguration, member, forward);
        for (const { address, networkId } of pool?.addresses ?? [])
          note(byAddress, placeOf(address, networkId), forward);
      }
    }
  }
  return ({ id, natRuleIds, poolIds, privateAddress, subnetId }) => {
    const found = [
      ...(byConfiguration.get(id) ?? []),
      ...natRuleIds.flatMap((each) => byRule.get(each) ?? []),
      ...poolIds.flatMap((each) => byPool.get(each) ?? []),
      ...(byAddress.get(placeOf(privateAddress, networkOf(subnetId))) ?? []),
      ...(byAddress.get(placeOf(privateAddress, undefined)) ?? []),
    ];
    return found.length < 2 ? found : [...new Set(found)];
  };
}

/** The same private address is in many networks. */
function placeOf(address: string, networkId: string | undefined): string {
  return networkId === undefined ? address : `${networkId} ${address}`;
}
