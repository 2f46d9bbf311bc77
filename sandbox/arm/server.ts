import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SandboxClock } from '../clock.ts';
import type { World } from '../world/world.ts';
import type { ArmParts } from './answer-arm.ts';
import { makeCertificate } from './certificate.ts';
import { Faults } from './faults.ts';
import type { Credentials } from './identity/answer-identity.ts';
import { type IssuedToken, Tokens } from './identity/tokens.ts';
import { OperationStore } from './operations/operation-store.ts';
import { type LoggedRequest, RequestLog } from './request-log.ts';
import { ResourceGroups } from './resource-groups.ts';
import type { Guests } from './route.ts';
import { buildRouter } from './router.ts';
import { armRoutes } from './routes.ts';
import { serveRequest } from './serve-request.ts';
import { Throttle } from './throttle.ts';

export interface ArmOptions {
  readonly world: World;
  readonly clock: SandboxClock;
  readonly guests: Guests;
  /** Real milliseconds before every answer of Resource Manager; sign-in is not slowed. */
  readonly latencyMs?: number;
  /** Every request to Resource Manager waits for this beside the latency before anything is done about it. */
  readonly mayAnswer?: (request: HeldRequest) => Promise<void>;
  /** Every answer but a refusal waits for this when all is done, before it leaves. */
  readonly mayLeave?: (request: HeldRequest, status: number) => Promise<void>;
  /** Operations end when this resolves; left out: after a second, in fast mode at once. */
  readonly mayEnd?: () => Promise<void>;
  /** Operations end at the first poll, and nobody is told to wait; needed where the clock stands still. */
  readonly fast?: boolean;
  /** Whether the token buckets refuse; left out: they do, except in fast mode. */
  readonly throttling?: boolean;
  /** Left out: any free port. */
  readonly port?: number;
  /** Resources on one page of a list. */
  readonly pageSize?: number;
}

/** What tests are told of a request that they may hold back. */
export interface HeldRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
}

export interface ArmServer {
  /** `https://127.0.0.1:PORT`: Resource Manager and the sign-in authority at once. */
  readonly endpoint: string;
  /** PEM of the certificate that clients must trust. */
  readonly caCert: string;
  readonly credentials: Credentials;
  /** What was asked so far, in order of arrival. */
  readonly requests: readonly LoggedRequest[];
  clearLog(): void;
  setLatency(ms: number): void;
  /**
   * A token as the token endpoint gives it.
   * @param caller the person that it is for; left out: the bot
   */
  issueToken(audience?: string, caller?: string): IssuedToken;
  close(): Promise<void>;
}

const clientId = '5a1d2c7e-9b34-4f60-8a51-d7f0c3b2e946';
const clientSecret = 'sandbox-secret';
const defaultPageSize = 50;

/** Starts the pretend Azure Resource Manager on the loopback interface. */
export async function startArm(options: ArmOptions): Promise<ArmServer> {
  const { world, clock, guests, mayAnswer, mayLeave, mayEnd } = options;
  const { fast = false, throttling = !fast, pageSize = defaultPageSize } = options;
  world.activity.begin(clock.now());
  const closing = new AbortController();
  const credentials = { tenantId: world.tenantId, clientId, clientSecret };
  const log = new RequestLog();
  const groups = new ResourceGroups(world);
  const operations = new OperationStore({ clock, fast, closed: closing.signal, mayEnd });
  const parts: ArmParts = {
    world,
    clock,
    guests,
    clientId,
    pageSize,
    operations,
    tokens: new Tokens(clock, credentials),
    throttle: new Throttle(clock, throttling),
    faults: new Faults(world),
    groups,
    route: buildRouter(armRoutes(groups, operations)),
  };
  const busy = new Set<IncomingMessage>();
  let latencyMs = options.latencyMs ?? 0;
  const { cert, key } = await makeCertificate();
  const ALPNProtocols = ['http/1.1', 'http/1.0'];
  const server = createServer({ cert, key, keepAliveTimeout: 60_000, ALPNProtocols }, (request, response) => {
    void serveRequest(request, response, { parts, log, credentials, latencyMs, mayAnswer, mayLeave, busy });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    endpoint: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    caCert: cert,
    credentials,
    requests: log.entries,
    clearLog: () => log.clear(),
    setLatency(ms) {
      latencyMs = ms;
    },
    issueToken: (audience = 'https://management.azure.com', caller) => parts.tokens.issue(audience, caller),
    async close() {
      closing.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
