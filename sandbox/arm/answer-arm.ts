import type { SandboxClock } from '../clock.ts';
import type { Fault } from '../world/schema.ts';
import type { World } from '../world/world.ts';
import type { Faults } from './faults.ts';
import type { Tokens } from './identity/tokens.ts';
import { enforceLocks } from './locks/enforce-locks.ts';
import type { OperationStore } from './operations/operation-store.ts';
import type { PendingEntry } from './request-log.ts';
import type { ResourceGroups } from './resource-groups.ts';
import { type ArmContext, ArmFailure, type ArmReply, type ArmRequest, type ArmRoute, type Guests } from './route.ts';
import type { buildRouter, RouteMatch } from './router.ts';
import { scopeOf } from './scope-of.ts';
import { type Throttle, throttled } from './throttle.ts';

export interface ArmParts {
  readonly world: World;
  readonly clock: SandboxClock;
  readonly guests: Guests;
  readonly clientId: string;
  readonly pageSize: number;
  readonly tokens: Tokens;
  readonly throttle: Throttle;
  readonly faults: Faults;
  readonly groups: ResourceGroups;
  readonly operations: OperationStore;
  readonly route: ReturnType<typeof buildRouter>;
}

/** Waits out, or dies of, what a fault does to the connection itself. */
export type Suffer = (fault: Fault) => Promise<void>;

/** Resource Manager's own types have had few versions, so that old ones are still in use; providers moved on. */
const firstVersions = { own: '2015-01-01', provider: '2018-01-01' };
const ownPath = /^(?!.*\/providers\/)|\/providers\/Microsoft\.(Authorization|Resources)(\/|$)/i;

/** One request to Resource Manager, refused or done in the order in which the real one looks at it. */
export async function answerArm(
  request: ArmRequest,
  parts: ArmParts,
  entry: PendingEntry,
  suffer: Suffer,
): Promise<ArmReply> {
  parts.tokens.check(request.headers.authorization, `${request.baseUrl}/${parts.world.tenantId}`);
  checkApiVersion(request);
  const subscriptionId = subscriptionOf(request.path);
  const quota = parts.throttle.take(subscriptionId ?? 'tenant', request.method, request.path);
  try {
    checkSubscription(subscriptionId, parts.world);
    const match = parts.route(request.method, request.path);
    const route = routeOf(match, request);
    entry.name(route.action);
    const scope = scopeOf(request.path);
    await strike(route, request, scope, parts, suffer);
    parts.groups.check(request.path);
    enforceLocks(parts.world, request.method, scope);
    const params = match.kind === 'found' ? match.params : {};
    const reply = await route.handle({ ...request, params }, contextOf(route, scope, parts));
    return { ...reply, headers: { ...quota, ...reply.headers } };
  } catch (error) {
    if (!(error instanceof ArmFailure)) throw error;
    const { status, code, message, details } = error;
    throw new ArmFailure(status, code, message, {
      ...(details && { details }),
      headers: { ...quota, ...error.headers },
    });
  }
}

function contextOf(route: ArmRoute, scope: string, parts: ArmParts): ArmContext {
  const { world, clock, guests, pageSize, faults, operations } = parts;
  return {
    world,
    clock,
    guests,
    pageSize,
    mayRead: (id, action) => faults.mayRead(id, action),
    operations: {
      start(request, start) {
        const fault = faults.strike(['operation-fails', 'operation-hangs'], route.action, [request.path, scope]);
        return operations.start(request, start, fault);
      },
    },
  };
}

function checkApiVersion(request: ArmRequest): void {
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

function subscriptionOf(path: string): string | undefined {
  return /^\/subscriptions\/([^/]+)/i.exec(path)?.[1];
}

function checkSubscription(id: string | undefined, world: World): void {
  if (id === undefined) return;
  if (world.subscriptions.some((each) => each.subscriptionId.toLowerCase() === id.toLowerCase())) return;
  throw new ArmFailure(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`, gateway);
}

const gateway = { headers: { 'x-ms-failure-cause': 'gateway' } };

function routeOf(match: RouteMatch, request: ArmRequest): ArmRoute {
  if (match.kind === 'found') return match.route;
  const { method, path } = request;
  if (match.kind === 'other-method') {
    const message = `The requested resource does not support http method '${method}'.`;
    throw new ArmFailure(405, 'HttpMethodNotSupported', message, { headers: { Allow: match.allowed.join(', ') } });
  }
  const [, namespace, type] = /\/providers\/([^/]+)\/?([^/]*)/i.exec(path) ?? [];
  if (namespace === undefined) throw new ArmFailure(404, 'NotFound', `No route answers to ${path}.`, gateway);
  const message = `The resource type '${type}' could not be found in the namespace '${namespace}' for api version '${request.query('api-version')}'.`;
  throw new ArmFailure(404, 'InvalidResourceType', message, gateway);
}

async function strike(
  route: ArmRoute,
  request: ArmRequest,
  scope: string,
  { faults, clientId }: ArmParts,
  suffer: Suffer,
): Promise<void> {
  const lists = ['/subscriptions', '/tenants'].includes(request.path.toLowerCase());
  const kinds: Fault['kind'][] = ['throttled', 'error', 'hang', 'slow', 'reset'];
  const fault = faults.strike(lists ? kinds : ['forbidden', ...kinds], route.action, [request.path, scope]);
  if (fault === undefined) return;
  switch (fault.kind) {
    case 'forbidden':
      throw new ArmFailure(
        fault.status ?? 403,
        fault.code ?? 'AuthorizationFailed',
        fault.message ??
          `The client '${clientId}' with object id '${clientId}' does not have authorization to perform action '${route.action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
        gateway,
      );
    case 'throttled':
      throw throttled(subscriptionOf(request.path) ?? 'tenant', request.method, request.path, fault.retryAfterSeconds);
    case 'error':
      throw new ArmFailure(
        fault.status ?? 500,
        fault.code ?? 'InternalServerError',
        fault.message ?? 'Encountered internal server error.',
      );
    default:
      await suffer(fault);
  }
}
