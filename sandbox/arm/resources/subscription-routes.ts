import type { Subscription } from '../../world/schema.ts';
import { ArmFailure, type ArmRoute } from '../route.ts';

const readSubscription = 'Microsoft.Resources/subscriptions/read';

export const subscriptionRoutes: readonly ArmRoute[] = [
  {
    method: 'GET',
    path: '/subscriptions',
    action: readSubscription,
    handle(_, { world, mayRead }) {
      const value = world.subscriptions.map(subscriptionView).filter(({ id }) => mayRead(id, readSubscription));
      return { status: 200, body: { value, count: { type: 'Total', value: value.length } } };
    },
  },
  {
    method: 'GET',
    path: '/subscriptions/{sub}',
    action: readSubscription,
    handle({ params }, { world }) {
      const wanted = params.sub?.toLowerCase();
      const found = world.subscriptions.find((each) => each.subscriptionId.toLowerCase() === wanted);
      if (found !== undefined) return { status: 200, body: subscriptionView(found) };
      throw new ArmFailure(404, 'SubscriptionNotFound', `The subscription '${params.sub}' could not be found.`);
    },
  },
  {
    method: 'GET',
    path: '/subscriptions/{sub}/locations',
    action: 'Microsoft.Resources/subscriptions/locations/read',
    handle({ params }, { world }) {
      const names = new Set([...world.all()].map((each) => each.location).filter((name) => name !== undefined));
      const value = [...names].map((name) => ({
        id: `/subscriptions/${params.sub}/locations/${name}`,
        name,
        displayName: name,
        regionalDisplayName: name,
      }));
      return { status: 200, body: { value } };
    },
  },
  {
    method: 'GET',
    path: '/tenants',
    action: 'Microsoft.Resources/tenants/read',
    handle(_, { world }) {
      const tenantIds = [...new Set(world.subscriptions.map((each) => each.tenantId))];
      const value = tenantIds.map((tenantId) => ({
        id: `/tenants/${tenantId}`,
        tenantId,
        displayName: 'Contoso',
        defaultDomain: 'contoso.onmicrosoft.com',
        tenantType: 'AAD',
      }));
      return { status: 200, body: { value } };
    },
  },
];

function subscriptionView(subscription: Subscription) {
  return {
    authorizationSource: 'RoleBased',
    managedByTenants: [],
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'PayAsYouGo_2014-09-01',
      spendingLimit: 'Off',
    },
    ...subscription,
    id: `/subscriptions/${subscription.subscriptionId}`,
  };
}
