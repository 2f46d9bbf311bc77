import { ArmFailure, type ArmRoute } from '../route.ts';

const readProvider = 'Microsoft.Resources/subscriptions/providers/read';

/** What there is, with the api-versions that today's SDKs ask for; any date from 2018 on is served all the same. */
const providers: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'Microsoft.Authorization': { locks: ['2020-05-01', '2016-09-01'] },
  'Microsoft.Compute': {
    virtualMachines: ['2026-04-01', '2024-07-01', '2022-11-01'],
    'virtualMachines/extensions': ['2026-04-01', '2024-07-01', '2022-11-01'],
    'locations/operations': ['2026-04-01', '2024-07-01'],
  },
  'Microsoft.Insights': { 'eventtypes/management/values': ['2015-04-01'] },
  'Microsoft.Network': {
    networkInterfaces: ['2026-01-01', '2024-05-01', '2022-01-01'],
    networkSecurityGroups: ['2026-01-01', '2024-05-01', '2022-01-01'],
    publicIPAddresses: ['2026-01-01', '2024-05-01', '2022-01-01'],
    virtualNetworks: ['2026-01-01', '2024-05-01', '2022-01-01'],
    loadBalancers: ['2026-01-01', '2024-05-01', '2022-01-01'],
    routeTables: ['2026-01-01', '2024-05-01', '2022-01-01'],
    networkManagers: ['2026-01-01', '2024-05-01', '2022-01-01'],
  },
  'Microsoft.ResourceGraph': { resources: ['2024-04-01', '2022-10-01', '2021-03-01'] },
  'Microsoft.Resources': { resourceGroups: ['2024-03-01', '2022-09-01'], subscriptions: ['2022-12-01', '2019-11-01'] },
  'Microsoft.Security': { 'locations/jitNetworkAccessPolicies': ['2020-01-01'] },
};

export const providerRoutes: readonly ArmRoute[] = [
  {
    method: 'GET',
    path: '/subscriptions/{sub}/providers',
    action: readProvider,
    handle: ({ params }) => ({
      status: 200,
      body: { value: Object.keys(providers).map((namespace) => providerView(params.sub ?? '', namespace)) },
    }),
  },
  {
    method: 'GET',
    path: '/subscriptions/{sub}/providers/{namespace}',
    action: readProvider,
    handle({ params }) {
      const wanted = params.namespace?.toLowerCase();
      const namespace = Object.keys(providers).find((each) => each.toLowerCase() === wanted);
      if (namespace !== undefined) return { status: 200, body: providerView(params.sub ?? '', namespace) };
      const message = `The resource namespace '${params.namespace}' is invalid.`;
      throw new ArmFailure(404, 'InvalidResourceNamespace', message);
    },
  },
];

function providerView(subscriptionId: string, namespace: string) {
  const types = Object.entries(providers[namespace] ?? {});
  return {
    id: `/subscriptions/${subscriptionId}/providers/${namespace}`,
    namespace,
    registrationState: 'Registered',
    registrationPolicy: 'RegistrationRequired',
    resourceTypes: types.map(([resourceType, apiVersions]) => ({ resourceType, locations: [], apiVersions })),
  };
}
