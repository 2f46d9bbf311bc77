import type { Logger } from 'pino';
import { type Bot, buildApp } from '../src/app.ts';
import { type AzureParts, createAzure } from '../src/azure/create-azure.ts';
import type { Config } from '../src/config.ts';
import { defaultLimits } from '../src/core/commands/limits.ts';
import { createLog } from '../src/log.ts';
import { createRemote } from '../src/ssh/create-remote.ts';
import { createScan } from '../src/ssh/create-scan.ts';
import { createProbe } from '../src/ssh/probe-banner.ts';
import { openStore } from '../src/store/open-store.ts';
import type { Store } from '../src/store/store.ts';
import { type ArmOptions, type ArmServer, startArm } from './arm/server.ts';
import { azureConfig } from './azure-config.ts';
import type { SandboxClock } from './clock.ts';
import { type Internet, startInternet } from './internet/proxy.ts';
import { readManifest } from './read-manifest.ts';
import { countedBytes, countedIds } from './script/counted-ids.ts';
import { type SlackServer, startSlack } from './slack/server.ts';
import { botLogin } from './vm/bot-user.ts';
import { createFleet, type Fleet } from './vm/fleet.ts';
import type { World } from './world/world.ts';

export interface SandboxOptions {
  readonly world: World;
  readonly clock: SandboxClock;
  /** Long-running operations finish at once and nothing tells clients to wait. */
  readonly fast?: boolean;
  /** On every request to Resource Manager. */
  readonly latencyMs?: number;
  /** How tests hold back what the pretend Azure does, or choose faults. */
  readonly held?: Pick<ArmOptions, 'mayAnswer' | 'mayLeave' | 'mayEnd'>;
  /** A story that is the same every time: ids are counted, and the bot looks for due work only when it is told to. */
  readonly scripted?: boolean;
  /** How the bot spends the pauses between retries and polls of Azure; left out: real time, and of a story its clock's. */
  readonly wait?: AzureParts['wait'];
  /** Where the bot's log goes; left out: to where `logLevel` says. */
  readonly log?: Logger;
  /** Of the bot's log, in lines for people; left out: silent. */
  readonly logLevel?: Config['log']['level'];
}

/** The pretend Azure, Slack and VMs. */
export interface Surroundings {
  readonly world: World;
  readonly clock: SandboxClock;
  readonly arm: ArmServer;
  readonly fleet: Fleet;
  readonly internet: Internet;
  readonly slack: SlackServer;
  close(): Promise<void>;
}

/** The surroundings with the real bot in them. */
export interface Sandbox extends Surroundings {
  readonly bot: Bot;
  /** The bot's memory. */
  readonly store: Store;
  /** Moves the clock, and has the bot do what is due by then. */
  advance(byMs: number): Promise<void>;
  /** Resolves as soon as the bot has done all that it was asked. */
  settle(): Promise<void>;
}

export async function startSurroundings(options: SandboxOptions): Promise<Surroundings> {
  const { world, clock, fast = false, latencyMs = 0, held } = options;
  const fleet = createFleet({ world, clock });
  const [arm, internet, slack] = await Promise.all([
    startArm({ world, clock, guests: fleet, fast, latencyMs, ...held }),
    startInternet({ world, fleet, clock }),
    readManifest().then((manifest) => startSlack({ spec: world.slack, clock, commandUrlReplaces: false, ...manifest })),
  ]);
  return {
    world,
    clock,
    arm,
    fleet,
    internet,
    slack,
    async close() {
      await Promise.all([arm.close(), internet.close(), slack.close(), fleet.close()]);
    },
  };
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const surroundings = await startSurroundings(options);
  const { bot, store } = await startBotIn(surroundings, options);
  // A bot that wakes by itself begins with a pass.
  if (options.scripted) await bot.pass();
  return {
    ...surroundings,
    bot,
    store,
    async advance(byMs) {
      surroundings.clock.advance(byMs);
      await bot.pass();
    },
    async settle() {
      await surroundings.slack.quiet();
      await bot.idle();
    },
    async close() {
      await bot.stop();
      await store.close();
      await surroundings.close();
    },
  };
}

/** Where operations end at the first poll, a second one is for those that hang. */
const fastPollMs = 10;

/** The bot as `npm start` builds it; only endpoints, credentials, the proxy and the clock are the sandbox's. */
async function startBotIn(
  { world, clock, arm, internet, slack }: Surroundings,
  {
    fast = false,
    scripted = false,
    logLevel: level = 'silent',
    wait = scripted ? async (ms) => clock.advance(ms) : undefined,
    log = createLog({ level, pretty: true }),
  }: SandboxOptions,
): Promise<{ bot: Bot; store: Store }> {
  const store = await openStore({ kind: 'sqlite', path: ':memory:' }, { clock, log });
  const channel = world.approvalsChannel;
  const azure = createAzure({
    config: azureConfig(arm),
    clock,
    log,
    ...(fast && { pollMs: fastPollMs }),
    ...(wait && { wait }),
  });
  const login = botLogin();
  const proxy = { host: '127.0.0.1', port: internet.port };
  const bot = buildApp({
    azure,
    probe: createProbe({ clock, timeoutMs: 3_000, proxy }),
    scan: createScan({ clock, route: { proxy, jumps: [] }, credentials: undefined, timeoutMs: 20_000 }),
    botAddress: world.botAddress,
    remote: createRemote({
      clock,
      route: { proxy, jumps: [] },
      credentials: { kind: 'key', privateKey: login.privateKey },
      timeoutMs: 20_000,
    }),
    ssh: {
      egress: world.botAddress,
      isInside: false,
      limits: defaultLimits,
      login: { user: login.user, credentials: { kind: 'agent', socket: '' } },
    },
    policy: world.policy,
    audit: world.audit,
    store,
    approvals: channel === undefined ? undefined : { channel, seal },
    ...(scripted && { wakesItself: false, newBytes: countedBytes(), newId: countedIds() }),
    clock,
    log,
    slack: { botToken: slack.botToken, appToken: slack.appToken, apiUrl: slack.apiUrl },
  });
  await Promise.all([bot.start(), azure.warmUp()]);
  return { bot, store };
}

/** What proves the sandbox's rules to be its own; nobody has to keep it a secret. */
export const seal = { installation: 'sandbox', key: 'the-key-of-the-sandbox-is-no-secret' };
