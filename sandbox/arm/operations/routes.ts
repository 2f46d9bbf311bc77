import type { ArmRoute } from '../route.ts';
import type { OperationStore } from './operation-store.ts';

const under = '/subscriptions/{sub}/providers/{namespace}/locations/{location}';

export function operationRoutes(store: OperationStore): readonly ArmRoute[] {
  return [
    {
      method: 'GET',
      path: `${under}/operations/{id}`,
      action: 'Microsoft.Resources/locations/operations/read',
      handle: (request) => store.status(request),
    },
    {
      method: 'GET',
      path: `${under}/operationResults/{id}`,
      action: 'Microsoft.Resources/locations/operationResults/read',
      handle: (request) => store.result(request),
    },
  ];
}
