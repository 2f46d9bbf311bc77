import type { ArmRoute } from '../route.ts';
import type { OperationStore } from './operation-store.ts';

/** Whose operations are polled. Each provider has its own permissions for it. */
const namespaces = ['Microsoft.Compute', 'Microsoft.Network'];

export function operationRoutes(store: OperationStore): readonly ArmRoute[] {
  return namespaces.flatMap((namespace): readonly ArmRoute[] => {
    const under = `/subscriptions/{sub}/providers/${namespace}/locations/{location}`;
    return [
      {
        method: 'GET',
        path: `${under}/operations/{id}`,
        action: `${namespace}/locations/operations/read`,
        handle: (request) => store.status(request),
      },
      {
        method: 'GET',
        path: `${under}/operationResults/{id}`,
        action: `${namespace}/locations/operationResults/read`,
        handle: (request) => store.result(request),
      },
    ];
  });
}
