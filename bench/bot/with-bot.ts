import { realSandboxClock } from '../../sandbox/clock.ts';
import { type Surroundings, startSurroundings } from '../../sandbox/sandbox.ts';
import type { World } from '../../sandbox/world/world.ts';
import { type RunningBot, startBot } from './start-bot.ts';

/**
 * Runs something against a bot in a process of its own, and ends both whatever happens.
 * @param throttled whether Azure's limits on many requests apply
 */
export async function withBot<T>(
  options: { world: World; throttled: boolean; latencyMs?: number },
  use: (surroundings: Surroundings, bot: RunningBot) => Promise<T>,
): Promise<T> {
  const { world, throttled, latencyMs = 0 } = options;
  const surroundings = await startSurroundings({ world, clock: realSandboxClock(), fast: !throttled, latencyMs });
  try {
    const bot = await startBot(surroundings);
    return await use(surroundings, bot).finally(() => bot.stop());
  } finally {
    await surroundings.close();
  }
}
