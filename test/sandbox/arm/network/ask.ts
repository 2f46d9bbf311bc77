import {
  type ArmContext,
  ArmFailure,
  type ArmReply,
  type ArmRequest,
  type ArmRoute,
  type OperationStart,
} from '../../../../sandbox/arm/route.ts';
import { buildRouter } from '../../../../sandbox/arm/router.ts';
import { scriptClock } from '../../../../sandbox/clock.ts';
import { worldSchema } from '../../../../sandbox/world/schema.ts';
import { World } from '../../../../sandbox/world/world.ts';

export const sub = '00000000-0000-4000-8000-000000000001';
export const group = `/subscriptions/${sub}/resourceGroups/myRG`;
export const network = `${group}/providers/Microsoft.Network`;

export function worldOf(resources: readonly object[], more: object = {}): World {
  return new World(worldSchema.parse({ subscriptions: [{ subscriptionId: sub }], resources, ...more }));
}

interface More {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly query?: Record<string, string>;
}

/** Asks routes without a server: operations wait until `finish` is called. */
export function asker(world: World, routes: readonly ArmRoute[], pageSize = 50, throttling = true) {
  const route = buildRouter(routes);
  const clock = scriptClock(Date.UTC(2026, 0, 1));
  const started: OperationStart[] = [];
  const context: ArmContext = {
    world,
    clock,
    guests: { runShellScript: async () => ({ stdout: '', stderr: '' }) },
    operations: {
      start(request, operation) {
        started.push(operation);
        const url = `${request.baseUrl}/operations/${started.length}`;
        return {
          'Azure-AsyncOperation': url,
          ...(operation.style === 'network-delete' && { Location: `${url}/result` }),
        };
      },
    },
    pageSize,
    throttling,
    clientId: 'client',
    mayJoin: () => true,
    strike: () => undefined,
    mayRead: (id, action) =>
      !world.faults.some((fault) => fault.kind === 'forbidden' && fault.target === id && action !== ''),
  };
  const ask = async (method: ArmRequest['method'], url: string, more: More = {}): Promise<ArmReply> => {
    const { pathname, searchParams } = new URL(url, 'https://arm.example');
    const match = route(method, pathname);
    if (match.kind !== 'found') throw new Error(`${method} ${pathname}: ${match.kind}`);
    const queries = { ...Object.fromEntries(searchParams), ...more.query };
    const query = (name: string) =>
      Object.entries(queries).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
    return match.route.handle(
      {
        method,
        path: pathname,
        params: match.params,
        query,
        headers: more.headers ?? {},
        body: more.body,
        baseUrl: 'https://arm.example',
      },
      context,
    );
  };
  return {
    ask,
    clock,
    context,
    /** Ends every operation that is under way. */
    async finish(): Promise<unknown[]> {
      return Promise.all(started.splice(0).map((operation) => operation.work(new AbortController().signal)));
    },
    fail(): void {
      for (const operation of started.splice(0)) operation.abandon?.();
    },
    /** What a refused request is refused with. */
    async refusal(method: ArmRequest['method'], url: string, more: More = {}): Promise<ArmFailure> {
      try {
        await ask(method, url, more);
      } catch (error) {
        if (error instanceof ArmFailure) return error;
        throw error;
      }
      throw new Error(`${method} ${url} was not refused`);
    },
  };
}

export function rule(name: string, properties: object = {}): { name: string; properties: object } {
  return {
    name,
    properties: {
      priority: 1000,
      direction: 'Inbound',
      access: 'Allow',
      protocol: 'Tcp',
      sourceAddressPrefix: '203.0.113.7',
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: '22',
      ...properties,
    },
  };
}

export function nsg(name: string, securityRules: readonly object[] = []): { id: string } & Record<string, unknown> {
  return { id: `${network}/networkSecurityGroups/${name}`, location: 'eastus', properties: { securityRules } };
}
