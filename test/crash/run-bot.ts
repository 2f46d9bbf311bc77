import { azureConfig } from '../../sandbox/azure-config.ts';
import { botAudit } from '../../sandbox/world/bot-audit.ts';
import { buildApp } from '../../src/app.ts';
import { createAzure } from '../../src/azure/create-azure.ts';
import { type Clock, systemClock } from '../../src/clock.ts';
import type { StoreConfig } from '../../src/config/store-place.ts';
import { createLog } from '../../src/log.ts';
import { Secret } from '../../src/secret.ts';
import { createProbe } from '../../src/ssh/probe-banner.ts';
import { openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { storeOn } from '../../src/store/open-store.ts';
import { noRemote } from '../no-remote.ts';
import type { BotOrder, FromBot, StorePlace, ToBot } from './messages.ts';
import { mortalDatabase } from './mortal-database.ts';

const pollMs = 10;

interface RunningBot {
  hear(message: ToBot): void;
  retire(): Promise<void>;
}

/**
 * The bot as `npm start` builds it, in a process that may be killed at any write: only endpoints, the clock and who wakes
 * it are others.
 */
export async function runBot(order: BotOrder): Promise<RunningBot> {
  let { aheadMs } = order;
  const clock: Clock = { ...systemClock, now: () => Date.now() + aheadMs };
  const log = createLog({ level: order.isLoud ? 'info' : 'silent', pretty: true });
  const mortal = mortalDatabase(openDatabase(placeOf(order.place), log), order.dieAt, tell);
  await mortal.named('migrate', () => migrate(mortal.database, clock.now()));
  const bot = buildApp({
    azure: createAzure({ config: azureConfig(order.arm), clock, log, pollMs }),
    probe: createProbe({ clock, timeoutMs: 3_000, proxy: { host: '127.0.0.1', port: order.internetPort } }),
    scan: () => Promise.resolve({ kind: 'failed', because: 'nobody looks there' }),
    botAddress: order.botAddress,

    ...noRemote,
    policy: order.policy,
    audit: botAudit(),
    store: mortal.watched(storeOn(mortal.database)),
    approvals: { channel: order.channel, seal: order.seal },
    clock,
    log,
    slack: order.slack,
    wakesItself: false,
  });
  await bot.start();
  tell({ kind: 'connected' });
  return {
    hear(message) {
      if (message.kind === 'move') aheadMs = message.aheadMs;
      if (message.kind === 'pass') void bot.pass().then(() => tell({ kind: 'done', id: message.id }));
      if (message.kind === 'idle') void bot.idle().then(() => tell({ kind: 'done', id: message.id }));
      if (message.kind !== 'scene') return;
      mortal.begin(message.scene);
      tell({ kind: 'done', id: message.id });
    },
    async retire() {
      await bot.stop();
      await mortal.database.close();
    },
  };
}

function tell(message: FromBot): void {
  process.send?.(message);
}

function placeOf(place: StorePlace): StoreConfig {
  return place.kind === 'sqlite' ? place : { kind: 'postgres', url: new Secret(place.url) };
}
