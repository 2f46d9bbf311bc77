import { parseResourceId } from '../../world/resource-id.ts';
import { type ArmContext, ArmFailure } from '../route.ts';

/**
 * Whoever lets a resource refer to another needs the permission to join that one as well: a write that is allowed is
 * refused where a fault forbids, say, `Microsoft.Network/networkSecurityGroups/join/action` on what it names.
 * https://learn.microsoft.com/azure/role-based-access-control/troubleshooting#symptom---unable-to-assign-linked-resources
 * @param action of the write, for the message
 * @param id what is written
 * @throws ArmFailure 403 LinkedAuthorizationFailed
 */
export function requireJoins(
  { mayJoin, clientId }: ArmContext,
  action: string,
  id: string,
  referenced: readonly (string | undefined)[],
): void {
  for (const linked of referenced) {
    if (linked === undefined) continue;
    const join = `${parseResourceId(linked).type}/join/action`;
    if (mayJoin(linked, join)) continue;
    throw new ArmFailure(
      403,
      'LinkedAuthorizationFailed',
      `The client '${clientId}' with object id '${clientId}' has permission to perform action '${action}' on scope '${id}'; however, it does not have permission to perform action(s) '${join}' on the linked scope(s) '${linked}' (respectively) or the linked scope(s) are invalid.`,
      { headers: { 'x-ms-failure-cause': 'gateway' } },
    );
  }
}
