import type { SandboxClock } from '../clock.ts';
import type { Fault, Resource } from '../world/schema.ts';
import type { World } from '../world/world.ts';

/** Runs a script inside a VM as root, as Azure's RunShellScript does. */
export interface Guests {
  runShellScript(vmId: string, script: string, signal: AbortSignal): Promise<{ stdout: string; stderr: string }>;
}

/** What a route may use. */
export interface ArmContext {
  readonly world: World;
  readonly clock: SandboxClock;
  readonly guests: Guests;
  /** Starts a long-running operation and answers with its headers (see A2 of what is known of the wire). */
  readonly operations: Operations;
  /** How many resources one page of a list holds; see `page`. */
  readonly pageSize: number;
  /** Whether quotas refuse; left out: they do. Where the clock stands still they would never fill up again. */
  readonly throttling?: boolean;
  /** The caller, for refusals that name it. */
  readonly clientId: string;
  /** Whether the caller may read this resource: lists leave out what it may not. */
  mayRead(id: string, action: string): boolean;
  /** Whether what the caller writes may refer to this resource, which is a permission of its own: `.../join/action`. */
  mayJoin(id: string, action: string): boolean;
  /** The fault of a kind that is the route's own affair, where one strikes this request; asking counts. */
  strike(kind: Fault['kind']): Fault | undefined;
}

export interface OperationStart {
  /** Which family's header habits to follow. */
  readonly style: 'network-put' | 'network-delete' | 'compute' | 'compute-put';
  /** Done in the background, a second of clock time later (at once in fast mode); what it resolves to is the operation's output. Throw an ArmFailure to fail the operation. */
  readonly work: (signal: AbortSignal) => Promise<unknown>;
  readonly location: string;
  readonly subscriptionId: string;
  /** Called instead of `work` when a fault makes the operation fail. */
  readonly abandon?: () => void;
}

interface Operations {
  /** The headers to answer with. */
  start(request: ArmRequest, operation: OperationStart): Record<string, string>;
}

export interface ArmRequest {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE' | 'HEAD';
  /** Path parameters of the route, as the client spelled them. */
  readonly params: Readonly<Record<string, string>>;
  /** Path without query, as the client spelled it. */
  readonly path: string;
  /** Query parameter by name, any case. */
  query(name: string): string | undefined;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON body; undefined without one. */
  readonly body: unknown;
  readonly baseUrl: string;
}

export interface ArmReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** One operation of Resource Manager. Routes are found by method and path, both without case. */
export interface ArmRoute {
  readonly method: ArmRequest['method'];
  /** e.g. `/subscriptions/{sub}/resourceGroups/{rg}/providers/Microsoft.Compute/virtualMachines/{name}` */
  readonly path: string;
  /** The permission it needs, e.g. `Microsoft.Compute/virtualMachines/read`: faults and 403 bodies name it. */
  readonly action: string;
  /** For a POST that asks and changes nothing: the Activity Log leaves it out. */
  readonly asksOnly?: true;
  handle(request: ArmRequest, context: ArmContext): ArmReply | Promise<ArmReply>;
}

/** An error answer with ARM's body. Thrown by routes, written by the server. */
export class ArmFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: readonly unknown[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { details?: readonly unknown[]; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = more.details;
    this.headers = more.headers ?? {};
  }
}

/** 404 as the gateway writes it. */
export function resourceNotFound(type: string, name: string, resourceGroup: string): ArmFailure {
  return new ArmFailure(
    404,
    'ResourceNotFound',
    `The Resource '${type}/${name}' under resource group '${resourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    { headers: { 'x-ms-failure-cause': 'gateway' } },
  );
}

export type { Resource };
