import type { Subscription } from '../world/schema.ts';
import type { World } from '../world/world.ts';
import { ArmFailure, type ArmRequest, type ArmRoute } from './route.ts';
import type { RouteMatch } from './router.ts';

/** Resource Manager's own types and the Activity Log have had few versions, so that old ones are still in use; providers moved on. */
const firstVersions = { own: '2015-01-01', provider: '2018-01-01' };
const ownPath = /^(?!.*\/providers\/)|\/providers\/Microsoft\.(Authorization|Insights|Resources)(\/|$)/i;

const gateway = { headers: { 'x-ms-failure-cause': 'gateway' } };

/** @throws ArmFailure 400 without an api-version, or for one that is no date or too old */
export function checkApiVersion(request: ArmRequest): void {
  const version = request.query('api-version');
  const first = ownPath.test(request.path) ? firstVersions.own : firstVersions.provider;
  if (version === undefined || version === '') {
    throw new ArmFailure(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  }
  if (/^\d{4}-\d{2}-\d{2}(-preview)?$/i.test(version) && version >= first) return;
  throw new ArmFailure(
    400,
    'InvalidApiVersionParameter',
    `The api-version '${version}' is invalid. The supported versions are the dates from ${first} on.`,
  );
}

export function subscriptionOf(path: string): string | undefined {
  return /^\/subscriptions\/([^/]+)/i.exec(path)?.[1];
}

/** @throws ArmFailure 404 when the world has no such subscription */
export function checkSubscription(id: string | undefined, world: World): void {
  if (id === undefined || subscriptionIn(world, id) !== undefined) return;
  throw new ArmFailure(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`, gateway);
}

/** @throws ArmFailure 409 for a write into a disabled subscription */
export function refuseDisabled(id: string | undefined, method: ArmRequest['method'], world: World): void {
  if (id === undefined || method === 'GET' || method === 'HEAD') return;
  if (subscriptionIn(world, id)?.state !== 'Disabled') return;
  const message = `The subscription '${id}' is disabled and therefore marked as read only. You cannot perform any write actions on this subscription until it is re-enabled.`;
  throw new ArmFailure(409, 'ReadOnlyDisabledSubscription', message);
}

function subscriptionIn(world: World, id: string): Subscription | undefined {
  return world.subscriptions.find((each) => each.subscriptionId.toLowerCase() === id.toLowerCase());
}

/** @throws ArmFailure 404 for an unknown path or type, 405 for a method that it does not have */
export function routeOf(match: RouteMatch, request: ArmRequest): ArmRoute {
  if (match.kind === 'found') return match.route;
  const { method, path } = request;
  if (match.kind === 'other-method') {
    const message = `The requested resource does not support http method '${method}'.`;
    throw new ArmFailure(405, 'HttpMethodNotSupported', message, { headers: { Allow: match.allowed.join(', ') } });
  }
  const [, namespace, rest = ''] = /^.*\/providers\/([^/]+)\/?(.*)$/i.exec(path) ?? [];
  const type = rest
    .split('/')
    .filter((_, index) => index % 2 === 0)
    .join('/');
  if (namespace === undefined) throw new ArmFailure(404, 'NotFound', `No route answers to ${path}.`, gateway);
  const message = `The resource type '${type}' could not be found in the namespace '${namespace}' for api version '${request.query('api-version')}'.`;
  throw new ArmFailure(404, 'InvalidResourceType', message, gateway);
}
