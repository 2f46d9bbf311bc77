import type { Fault } from '../world/schema.ts';
import type { ArmParts } from './answer-arm.ts';
import { subscriptionOf } from './gateway-checks.ts';
import { ArmFailure, type ArmRequest, type ArmRoute } from './route.ts';
import { throttled } from './throttle.ts';

/** Waits out, or dies of, what a fault does to the connection itself. */
export type Suffer = (fault: Fault) => Promise<void>;

/** Listings of these show what may be read and are never refused. */
const neverForbidden = ['/subscriptions', '/tenants'];

/**
 * Lets the world's faults strike a request that found its route.
 * @throws ArmFailure for the faults that are an answer
 */
export async function strikeFaults(
  route: ArmRoute,
  request: ArmRequest,
  scope: string,
  { faults, clientId }: ArmParts,
  suffer: Suffer,
): Promise<void> {
  const kinds: Fault['kind'][] = ['throttled', 'error', 'hang', 'slow', 'reset'];
  const fault = faults.strike(
    neverForbidden.includes(request.path.toLowerCase()) ? kinds : ['forbidden', ...kinds],
    route.action,
    [request.path, scope],
  );
  if (fault === undefined) return;
  switch (fault.kind) {
    case 'forbidden':
      throw new ArmFailure(
        fault.status ?? 403,
        fault.code ?? 'AuthorizationFailed',
        fault.message ??
          `The client '${clientId}' with object id '${clientId}' does not have authorization to perform action '${route.action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
        { headers: { 'x-ms-failure-cause': 'gateway' } },
      );
    case 'throttled':
      throw throttled(subscriptionOf(request.path) ?? 'tenant', request.method, request.path, fault.retryAfterSeconds);
    case 'error':
      throw new ArmFailure(
        fault.status ?? 500,
        fault.code ?? 'InternalServerError',
        fault.message ?? 'Encountered internal server error.',
        fault.retryAfterSeconds === undefined ? {} : { headers: { 'Retry-After': String(fault.retryAfterSeconds) } },
      );
    default:
      await suffer(fault);
  }
}
