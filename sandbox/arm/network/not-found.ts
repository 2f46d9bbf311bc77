import { ArmFailure } from '../route.ts';

/** 404 as Microsoft.Network itself writes it for a subnet, a rule and other children. */
export function childNotFound(id: string): ArmFailure {
  return new ArmFailure(404, 'NotFound', `Resource ${id} not found.`, { details: [] });
}

/** 404 of a write below a parent that is not there. */
export function parentNotFound(verb: 'write' | 'read', type: string, parentId: string): ArmFailure {
  return new ArmFailure(
    404,
    'ParentResourceNotFound',
    `Failed to perform '${verb}' on resource(s) of type '${type}', because the parent resource '${parentId}' could not be found.`,
    { headers: { 'x-ms-failure-cause': 'gateway' } },
  );
}

/** 400 of a write that points at something which is not there. */
export function invalidReference(id: string, user: string): ArmFailure {
  return new ArmFailure(
    400,
    'InvalidResourceReference',
    `Resource ${id} referenced by resource ${user} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
    { details: [] },
  );
}
