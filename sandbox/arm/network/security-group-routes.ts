import type { Resource } from '../../world/schema.ts';
import { type ArmContext, ArmFailure, type ArmReply, type ArmRequest, type ArmRoute } from '../route.ts';
import { collectionRoutes, groupPath, idIn } from './collection-routes.ts';
import { nextEtag, requireMatch } from './etag.ts';
import { refuseWhileWriting, startWrite } from './pending-writes.ts';
import { idsAt, referencesOf } from './references.ts';
import { requireChildren } from './require-children.ts';
import { securityGroupBody } from './security-group-body.ts';
import { readTopLevelWrite } from './top-level-write.ts';
import { validateRule } from './validate-rule.ts';
import { requireDistinctNames, validateRuleList } from './validate-rule-list.ts';

const type = 'networkSecurityGroups';
const path = `${groupPath}/providers/Microsoft.Network/${type}/{name}`;

export const securityGroupRoutes: readonly ArmRoute[] = [
  ...collectionRoutes(type),
  { method: 'PUT', path, action: `Microsoft.Network/${type}/write`, handle: putGroup },
  { method: 'DELETE', path, action: `Microsoft.Network/${type}/delete`, handle: deleteGroup },
];

function putGroup(request: ArmRequest, context: ArmContext): ArmReply {
  const { world } = context;
  const { id, existing, fields, properties } = readTopLevelWrite(world, request, type);
  const given = requireChildren(properties.securityRules, 'properties.securityRules');
  const rules = given.map((rule) => validateRule(id, rule.name, rule));
  requireDistinctNames(rules.map((rule) => rule.name));
  validateRuleList(id, rules);
  refuseWhileWriting(world, id);
  requireMatch(request, id, existing);
  // Who uses the group stands with the users; what this world does not hold, a scale set's NICs say, only here.
  const { networkInterfaces, subnets } = existing?.properties ?? {};
  const stored = (provisioningState: string): Resource => ({
    ...fields,
    properties: {
      ...(networkInterfaces !== undefined && { networkInterfaces }),
      ...(subnets !== undefined && { subnets }),
      ...(properties.flushConnection !== undefined && { flushConnection: properties.flushConnection }),
      provisioningState,
      securityRules: rules,
    },
  });
  const headers = startWrite({
    request,
    context,
    resource: fields,
    operation: 'PutNetworkSecurityGroupOperation',
    style: 'network-put',
    preview: stored('Updating'),
    apply: () => void world.put({ ...stored('Succeeded'), etag: nextEtag(world, id) }),
  });
  return { status: existing ? 200 : 201, headers, body: securityGroupBody(world, stored('Updating')) };
}

function deleteGroup(request: ArmRequest, context: ArmContext): ArmReply {
  const { world } = context;
  const id = idIn(request, type, request.params.name);
  refuseWhileWriting(world, id);
  const existing = world.get(id);
  if (existing === undefined) return { status: 204 };
  requireMatch(request, existing.id, existing);
  const references = referencesOf(world);
  const users = [...idsAt(references.nicsOfNsg, existing.id), ...idsAt(references.subnetsOfNsg, existing.id)];
  if (users.length > 0) {
    throw new ArmFailure(
      400,
      'InUseNetworkSecurityGroupCannotBeDeleted',
      `Network security group ${existing.id} cannot be deleted because it is in use by the following resources: ${users.join(', ')}. In order to delete the Network security group, remove the association with the resource(s). To learn how to do this, see aka.ms/deletensg.`,
      { details: [] },
    );
  }
  const headers = startWrite({
    request,
    context,
    resource: existing,
    operation: 'DeleteNetworkSecurityGroupOperation',
    style: 'network-delete',
    preview: { ...existing, properties: { ...existing.properties, provisioningState: 'Deleting' } },
    apply: () => void world.delete(existing.id),
  });
  return { status: 202, headers };
}
