import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { type ArmContext, ArmFailure, type ArmRequest, type OperationStart } from '../route.ts';
import { guidOf, nextEtag } from './etag.ts';

interface PendingWrite {
  /** As Azure calls it: `PutSecurityRuleOperation`. */
  readonly operation: string;
  readonly operationId: string;
  statusUrl: string;
  /** What GET shows until the operation is over; undefined for a resource that goes on as it is. */
  readonly preview: Resource | undefined;
}

const byWorld = new WeakMap<World, Map<string, PendingWrite>>();

/** The resource as GET shows it: while a write is running, what it will become, with the state "Updating". */
export function current(world: World, id: string): Resource | undefined {
  return pendingAt(world, id)?.preview ?? world.get(id);
}

/** What the writes that are under way will bring into the world. */
export function previews(world: World): readonly Resource[] {
  return [...(byWorld.get(world)?.values() ?? [])].flatMap(({ preview }) => preview ?? []);
}

export interface Write {
  readonly request: ArmRequest;
  readonly context: ArmContext;
  /** The top-level resource that is kept from other writers meanwhile. */
  readonly resource: Pick<Resource, 'id' | 'location'>;
  readonly operation: string;
  readonly style: OperationStart['style'];
  readonly preview: Resource | undefined;
  /** Changes the world, when the operation is over. */
  readonly apply: () => void;
}

/** Starts a long-running write and answers with its headers. The world changes when it ends, and not at all if it fails. */
export function startWrite({ request, context, resource, operation, style, preview, apply }: Write) {
  const { world } = context;
  const pending = byWorld.get(world) ?? new Map<string, PendingWrite>();
  byWorld.set(world, pending);
  const key = resource.id.toLowerCase();
  const entry = { operation, operationId: guidOf(`${operation}:${nextEtag(world, key)}`), statusUrl: '', preview };
  pending.set(key, entry);
  const end = () => void pending.delete(key);
  const headers = context.operations.start(request, {
    style,
    location: resource.location ?? 'eastus',
    subscriptionId: request.params.sub ?? '',
    work: async () => {
      end();
      apply();
      return undefined;
    },
    abandon: end,
  });
  entry.statusUrl = headers['Azure-AsyncOperation'] ?? '';
  return headers;
}

/** @throws ArmFailure 429 RetryableError while another write on this resource is running: a lock, not a throttle */
export function refuseWhileWriting(world: World, id: string): void {
  const running = pendingAt(world, id);
  if (running === undefined) return;
  const message = `Operation ${running.operation} (${running.operationId}) is updating resource ${id}. The call can be retried in 11 seconds.`;
  throw retryable('RetryableErrorDueToAnotherOperation', message);
}

/** @throws ArmFailure 429 RetryableError while a write is running on something that `user` refers to */
export function refuseWhileReferencesChange(
  world: World,
  user: string,
  referenced: readonly (string | undefined)[],
): void {
  for (const id of referenced) {
    const running = id === undefined ? undefined : pendingAt(world, id);
    if (running === undefined) continue;
    throw retryable(
      'ReferencedResourceNotProvisioned',
      `Cannot proceed with operation because resource ${id} used by resource ${user} is not in Succeeded state. Resource is in Updating state and the last operation that updated/is updating the resource is ${running.operation}.`,
    );
  }
}

/** @throws ArmFailure 409 AnotherOperationInProgress: how virtual networks and their subnets say it */
export function refuseWhileInProgress(world: World, id: string): void {
  const running = pendingAt(world, id);
  if (running === undefined) return;
  throw new ArmFailure(
    409,
    'AnotherOperationInProgress',
    `Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: ${running.statusUrl}.`,
    { details: [] },
  );
}

function pendingAt(world: World, id: string): PendingWrite | undefined {
  return byWorld.get(world)?.get(id.toLowerCase());
}

function retryable(code: string, message: string): ArmFailure {
  // The misspelling is Azure's. Whether Azure sends Retry-After here is not known: clients must do without.
  return new ArmFailure(429, 'RetryableError', 'A retryable error occured.', { details: [{ code, message }] });
}
