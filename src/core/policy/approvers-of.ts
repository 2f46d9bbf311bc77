import type { Policy, PolicyVm } from './policy.ts';
import type { PolicyAction } from './policy-actions.ts';
import { rulingOn } from './ruling.ts';

export interface Approvers {
  readonly userIds: readonly string[];
  readonly groupIds: readonly string[];
  /** Every full member may: there is nobody in particular to tell. */
  readonly everyone: boolean;
}

/**
 * Whom to tell of a request. Being told is not being authorised: where several rules narrow the approvers, it names
 * everybody whom the first of them names, and `judgeApproval` has the last word.
 */
export function approversOf(policy: Policy, vm: PolicyVm, action: PolicyAction): Approvers {
  const ruling = rulingOn(policy, vm, action);
  const approval = ruling.kind === 'ruled' ? ruling.allows.approval : undefined;
  const [first] = approval?.kind === 'people' ? approval.approvers : [];
  if (first === undefined || ruling.kind !== 'ruled') return { userIds: [], groupIds: [], everyone: false };
  const owner = first.owner && ruling.owner !== undefined ? [ruling.owner] : [];
  return { userIds: [...new Set([...first.users, ...owner])], groupIds: first.groups, everyone: first.everyone };
}

/** Every user group that the policy names anywhere: those whose members have to be known. */
export function groupsIn({ rules, breakGlass }: Policy): string[] {
  const inRules = rules.flatMap(({ actions }) =>
    Object.values(actions).flatMap(({ requesters, approval }) =>
      [...requesters, ...(approval.kind === 'people' ? approval.approvers : [])].flatMap(({ groups }) => groups),
    ),
  );
  return [...new Set([...inRules, ...(breakGlass?.groups ?? [])])];
}
