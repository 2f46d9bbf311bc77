import { pino } from 'pino';
import { azureConfig } from '../../sandbox/azure-config.ts';
import { realSandboxClock } from '../../sandbox/clock.ts';
import { botAudit } from '../../sandbox/world/bot-audit.ts';
import { buildApp } from '../../src/app.ts';
import { createAzure } from '../../src/azure/create-azure.ts';
import { toPolicy } from '../../src/config/to-policy.ts';
import { Secret } from '../../src/secret.ts';
import { createProbe } from '../../src/ssh/probe-banner.ts';
import { openStore } from '../../src/store/open-store.ts';
import { noRemote } from '../no-remote.ts';
import type { Order, ReplicaSetup, Report } from './replica-protocol.ts';

/**
 * One bot in a process of its own, as `src/main.ts` builds it: but its time is moved, and what is due is done, when its
 * parent says so. Its only argument is the set-up as JSON.
 */
const setup = JSON.parse(process.argv[2] ?? '{}') as ReplicaSetup;
const policy = toPolicy(setup.policy, undefined);
if (Array.isArray(policy)) throw new TypeError('The policy contradicts itself');
const clock = realSandboxClock();
const log = pino({ level: setup.logLevel }, pino.destination(2));
const store = await openStore({ kind: 'postgres', url: new Secret(setup.databaseUrl) }, { clock, log });
const azure = createAzure({
  // A machine that has much to do is no reason to take an answer for lost.
  config: { ...azureConfig(setup.arm), requestTimeoutMs: 120_000 },
  clock,
  log,
  pollMs: 10,
});
const bot = buildApp({
  azure,
  probe: createProbe({ clock, timeoutMs: 3_000 }),
  scan: () => Promise.resolve({ kind: 'failed', because: 'nobody looks there' }),
  botAddress: undefined,

  ...noRemote,
  policy,
  audit: botAudit(),
  store,
  approvals: setup.approvals,
  clock,
  log,
  slack: setup.slack,
  wakesItself: false,
});

const orders: Readonly<Record<Order['do'], (order: Order) => Promise<void>>> = {
  advance: async (order) => clock.advance(order.byMs ?? 0),
  pass: () => bot.pass(),
  idle: () => bot.idle(),
  async stop() {
    await bot.stop();
    await store.close();
  },
};

process.on('message', async (order: Order) => {
  const problem = await orders[order.do](order).then(
    () => undefined,
    (error: unknown) => String(error instanceof Error ? error.stack : error),
  );
  report({ id: order.id, ...(problem !== undefined && { problem }) });
  if (order.do === 'stop') process.disconnect();
});

await Promise.all([bot.start(), azure.warmUp()]);
report({ id: 0 });

function report(said: Report): void {
  process.send?.(said);
}
