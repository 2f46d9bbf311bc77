import { isDeepStrictEqual } from 'node:util';
import type { HeldRequest } from '../../sandbox/arm/server.ts';
import { realSandboxClock } from '../../sandbox/clock.ts';
import { deliver } from '../../sandbox/internet/packet.ts';
import { type Surroundings, seal, startSurroundings } from '../../sandbox/sandbox.ts';
import { approvalsChannel } from '../../sandbox/world/approvals-channel.ts';
import { loadWorld } from '../../sandbox/world/load.ts';
import { Secret } from '../../src/secret.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { parts as quiet } from '../store/parts.ts';
import type { BotProcesses } from './bot-processes.ts';
import type { BotOrder, StoreMoment, StorePlace } from './messages.ts';
import { createMortalBot, type MortalBot } from './mortal-bot.ts';
import { createPointLog, type Moment, type Point } from './points.ts';
import { firstScene, type Scene } from './scene.ts';

/** From where alice connects, and to where. */
export const packet = { source: '203.0.113.7', destination: '20.51.230.13', port: 22 } as const;

const pollsOfAnOperation = 3;
/** So long, in real time, Azure is still at work when a bot is back that was killed meanwhile, if the clock stands still. */
const atWorkMs = 250;

type ArmMoment = Moment & { readonly at: 'arm' };

/** A change that the pretend Azure took. */
interface Taken {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** One world with one bot in it, and everything that is watched of them. */
export interface Stage extends Pick<Surroundings, 'slack' | 'world' | 'clock'> {
  readonly bot: MortalBot;
  readonly taken: readonly Taken[];
  /** When alice's packets began and ceased to get through. */
  readonly door: readonly { readonly atMs: number; readonly isOpen: boolean }[];
  scene(what: Scene): Promise<void>;
  /** Moves the clock and has the bot do what is due. */
  tick(byMs: number): Promise<void>;
  /** Resolves when the bot has done all that it was asked, if need be in its next life. */
  settle(): Promise<void>;
  /** The bot's memory, as somebody else reads it. */
  memory(): Promise<Store>;
  isOpen(): boolean;
  /** The moments that were passed. */
  points(): Point[];
  close(): Promise<void>;
}

export interface StageOptions {
  readonly processes: BotProcesses;
  readonly place: StorePlace;
  readonly dieAt: Moment | undefined;
  /** Hears what goes on; absent: nobody. */
  readonly say: ((line: string) => void) | undefined;
}

export async function openStage({ processes, place, dieAt, say }: StageOptions): Promise<Stage> {
  const [world, clock] = [await loadWorld(), realSandboxClock()];
  const note = (line: string) => say?.(`${new Date(clock.now()).toISOString().slice(11, 19)}  ${line}`);
  let scene = firstScene;
  const log = createPointLog();
  const taken: Taken[] = [];
  const counts = new Map<string, number>();
  let polls = 0;
  let lastChange = '';
  let operations: (() => void)[] = [];
  let operationsBefore: readonly (() => void)[] = [];
  const endOperations = () => {
    for (const end of operations) end();
    operations = [];
  };
  /** Azure is at work while the clock moves once, and done when it moves again: however fast people look. */
  const endOldOperations = () => {
    for (const end of operationsBefore) end();
    operationsBefore = operations;
  };

  /** @returns never, where the bot dies of it */
  const reach = async (when: ArmMoment['when'], what: string): Promise<void> => {
    const key = [scene, when, what].join();
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    const moment: ArmMoment = { at: 'arm', when, scene, what, nth };
    if (bot.deaths === 0) log.arm(moment);
    if (!isDeepStrictEqual(moment, dieAt)) return;
    bot.kill();
    await new Promise(() => {});
  };
  const surroundings = await startSurroundings({
    world,
    clock,
    fast: true,
    held: {
      async mayAnswer(request) {
        if (isPoll(request)) {
          polls += 1;
          await reach('polls', lastChange);
          if (polls >= pollsOfAnOperation) endOperations();
        }
        if (!isChange(request)) return;
        lastChange = wordsOf(request);
        note(`Azure is asked: ${lastChange}`);
        await reach('arrives', lastChange);
      },
      async mayLeave(request, status) {
        if (!isChange(request)) return;
        taken.push({ ...request, status });
        await reach('applied', wordsOf(request));
      },
      mayEnd: () =>
        new Promise((resolve) => {
          polls = 0;
          operations.push(resolve);
        }),
    },
  });
  const { slack, arm, internet } = surroundings;
  const isOpen = () => deliver(world, packet).kind === 'delivered';
  const door: { atMs: number; isOpen: boolean }[] = [];
  world.onChange(() => {
    if (isOpen() === (door.at(-1)?.isOpen ?? false)) return;
    door.push({ atMs: clock.now(), isOpen: isOpen() });
    note(isOpen() ? 'The door is open' : 'The door is closed');
  });

  const aheadMs = () => clock.now() - Date.now();
  const order = (deaths: number): BotOrder => ({
    place,
    arm: { endpoint: arm.endpoint, caCert: arm.caCert, credentials: arm.credentials },
    slack: { botToken: slack.botToken, appToken: slack.appToken, apiUrl: slack.apiUrl },
    internetPort: internet.port,
    botAddress: world.botAddress,
    policy: world.policy,
    channel: approvalsChannel(world.slack) ?? '',
    seal,
    aheadMs: aheadMs(),
    dieAt: deaths === 0 ? storeMomentOf(dieAt) : undefined,
    isLoud: say !== undefined,
  });
  const bot = createMortalBot({
    processes,
    order,
    onWrite(message) {
      note(`  ${message.when} ${message.what}${message.changed ? '' : ' (nothing was changed)'}`);
      log.store(message);
    },
    onDeath: () => note('The bot is killed'),
    onBack() {
      note('The bot is back');
      setTimeout(endOperations, atWorkMs);
    },
  });

  let memory: Promise<Store> | undefined;
  const settle = async () => {
    let before: number;
    do {
      before = bot.deaths;
      await bot.up();
      await slack.quiet();
      await bot.ask({ kind: 'idle' });
      await bot.up();
    } while (bot.deaths !== before);
  };
  return {
    slack,
    world,
    clock,
    bot,
    taken,
    door,
    async scene(what) {
      scene = what;
      note(`--- ${what}`);
      await bot.ask({ kind: 'scene', scene });
    },
    async tick(byMs) {
      endOldOperations();
      clock.advance(byMs);
      bot.move(aheadMs());
      await bot.ask({ kind: 'pass' });
      await settle();
    },
    settle,
    memory() {
      memory ??= openStore(place.kind === 'sqlite' ? place : { kind: 'postgres', url: new Secret(place.url) }, quiet);
      return memory;
    },
    isOpen,
    points: log.points,
    async close() {
      await bot.close();
      await (await memory)?.close();
      await surroundings.close();
    },
  };
}

function storeMomentOf(moment: Moment | undefined): StoreMoment | undefined {
  if (moment?.at !== 'store') return undefined;
  const { at: _, ...rest } = moment;
  return rest;
}

function isPoll({ method, path }: HeldRequest): boolean {
  return method === 'GET' && /\/operation(s|Results)\//i.test(path);
}

/** Resource Graph and lists of rules are asked by POST, and nothing changes. */
function isChange({ method, path }: HeldRequest): boolean {
  return method !== 'GET' && !/\/providers\/Microsoft\.ResourceGraph\/|\/list\w+$/i.test(path);
}

function wordsOf({ method, path }: HeldRequest): string {
  return `${method} of ${path.slice(path.lastIndexOf('/') + 1).replace(/^drawbridge-.*/, 'the rule')}`;
}
