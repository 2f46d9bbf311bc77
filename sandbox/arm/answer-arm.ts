import { randomUUID } from 'node:crypto';
import type { SandboxClock } from '../clock.ts';
import type { World } from '../world/world.ts';
import type { Faults } from './faults.ts';
import { checkApiVersion, checkSubscription, refuseDisabled, routeOf, subscriptionOf } from './gateway-checks.ts';
import type { Tokens } from './identity/tokens.ts';
import { enforceLocks } from './locks/enforce-locks.ts';
import type { OperationStore } from './operations/operation-store.ts';
import { recordActivity } from './record-activity.ts';
import type { PendingEntry } from './request-log.ts';
import type { ResourceGroups } from './resource-groups.ts';
import { type ArmContext, ArmFailure, type ArmReply, type ArmRequest, type ArmRoute, type Guests } from './route.ts';
import type { buildRouter } from './router.ts';
import { scopeOf } from './scope-of.ts';
import { type Suffer, strikeFaults } from './strike-faults.ts';
import type { Throttle } from './throttle.ts';

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

/** One request to Resource Manager, refused or done in the order in which the real one looks at it. */
export async function answerArm(
  request: ArmRequest,
  parts: ArmParts,
  entry: PendingEntry,
  suffer: Suffer,
): Promise<ArmReply> {
  const caller = parts.tokens.check(request.headers.authorization, `${request.baseUrl}/${parts.world.tenantId}`);
  checkApiVersion(request);
  const subscriptionId = subscriptionOf(request.path);
  const quota = parts.throttle.take(subscriptionId ?? 'tenant', request.method, request.path);
  const correlationId = request.headers['x-ms-correlation-request-id'] ?? randomUUID();
  const headers = { ...quota, 'x-ms-correlation-request-id': correlationId };
  try {
    checkSubscription(subscriptionId, parts.world);
    const match = parts.route(request.method, request.path);
    const route = routeOf(match, request);
    entry.name(route.action);
    const scope = scopeOf(request.path);
    const reply = await recordActivity({ route, caller, resourceId: scope, correlationId }, parts, async () => {
      refuseDisabled(subscriptionId, request.method, parts.world);
      await strikeFaults(route, request, scope, parts, suffer);
      parts.groups.check(request.path);
      enforceLocks(parts.world, request.method, scope);
      const params = match.kind === 'found' ? match.params : {};
      return route.handle({ ...request, params }, contextOf(route, [request.path, scope], parts));
    });
    const unanswered = parts.faults.strike(['unanswered'], route.action, [request.path, scope]);
    if (unanswered !== undefined) await suffer(unanswered);
    return { ...reply, headers: { ...headers, ...reply.headers } };
  } catch (error) {
    if (!(error instanceof ArmFailure)) throw error;
    const { status, code, message, details } = error;
    throw new ArmFailure(status, code, message, {
      ...(details && { details }),
      headers: { ...headers, ...error.headers },
    });
  }
}

const operationFaults = ['operation-fails', 'operation-hangs', 'operation-lost'] as const;

function contextOf(route: ArmRoute, targets: readonly string[], parts: ArmParts): ArmContext {
  const { world, clock, guests, clientId, pageSize, faults, operations, throttle } = parts;
  return {
    world,
    clock,
    guests,
    pageSize,
    throttling: throttle.enabled,
    clientId,
    mayRead: (id, action) => faults.mayRead(id, action),
    mayJoin: (id, action) => faults.strike(['forbidden'], action, [id]) === undefined,
    strike: (kind) => faults.strike([kind], route.action, targets),
    operations: {
      start(request, start) {
        return operations.start(request, start, faults.strike(operationFaults, route.action, targets));
      },
    },
  };
}
