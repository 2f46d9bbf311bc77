import { setTimeout as delay } from 'node:timers/promises';
import type { Surroundings } from '../sandbox/sandbox.ts';
import { loadWorld } from '../sandbox/world/load.ts';
import type { Bench, Row } from './bench.ts';
import { withBot } from './bot/with-bot.ts';
import { spread } from './report/spread.ts';

const people = 200;
const channelId = 'C0GENERAL';
const answerLimitMs = 30_000;
const lookEveryMs = 20;
/** What people type in turn; `from` makes every command one of its own. */
const commands: readonly ((from: string) => string)[] = [
  (from) => `/vm connect-check myVM from ${from}`,
  (from) => `/vm connect-check production/jump from ${from}`,
  (from) => `/vm connect-check web-01 from ${from} port 22`,
  (from) => `/vm connect-check jump from ${from}`,
  () => '/vm connect-check myVM from 203.0.113.300',
  (from) => `/vm connect-check API-01 from ${from}`,
  (from) => `/vm connect-check nobody-has-this from ${from}`,
  () => '/vm conect-check myVM',
  (from) => `/vm my-ip ${from}`,
  (from) => `/vm connect-check db-01 from ${from}`,
  () => '/vm connect-check myVM',
  () => '/vm help',
];

/** Slack gives up on a command after 3 s; a person notices much less. */
export const manyCommands: Bench = {
  name: 'many-commands',
  what: `${people} people type a slash command at once, bad input among it`,

  async run() {
    return [...(await storm('Azure keeps up', false)), ...(await storm('Azure throttles', true))];
  },
};

async function storm(name: string, throttled: boolean): Promise<Row[]> {
  const world = await loadWorld();
  const ids = Array.from({ length: people }, (_, index) => `U0STORM${index}`);
  for (const id of ids)
    world.slack.users.push({ id, name: id.toLowerCase(), tz: 'Etc/UTC', admin: false, guest: false });
  return withBot({ world, throttled }, async (surroundings, bot) => {
    await warmUp(surroundings);
    const startMs = performance.now();
    const acksMs = await Promise.all(ids.map((id, index) => typed(surroundings, id, commandOf(index))));
    await answered(surroundings, ids);
    const doneMs = performance.now() - startMs;
    // It finishes what it has begun: what comes after an answer comes now.
    await bot.stop();
    const { median, max } = spread(acksMs);
    return [
      { what: `${name}: median ack`, value: median, unit: 'ms', limit: bound(100) },
      { what: `${name}: slowest ack`, value: max, unit: 'ms', limit: bound(500) },
      {
        what: `${name}: commands without their one answer`,
        value: ids.filter((id) => answers(surroundings, id) !== 1).length,
        unit: 'count',
        limit: bound(0),
      },
      { what: `${name}: until the last answer`, value: doneMs, unit: 'ms' },
    ];
  });
}

/** One command, so that neither the token nor the loading of the SDK is measured. */
async function warmUp(surroundings: Surroundings): Promise<void> {
  await typed(surroundings, 'U0ALICE', '/vm connect-check myVM from 203.0.113.7');
  await answered(surroundings, ['U0ALICE']);
}

/** Waits until everybody has an answer, or long enough to say that some will have none. */
async function answered(surroundings: Surroundings, ids: readonly string[]): Promise<void> {
  const startMs = performance.now();
  let waiting = ids;
  while (waiting.length > 0 && performance.now() - startMs < answerLimitMs) {
    await delay(lookEveryMs);
    waiting = waiting.filter((id) => answers(surroundings, id) === 0);
  }
}

function commandOf(index: number): string {
  const command = commands[index % commands.length] ?? (() => '/vm');
  return command(`203.0.113.${(index % 250) + 1}`);
}

/** Milliseconds from the sending of the command to the arrival of its acknowledgement. */
async function typed({ slack: { workspace } }: Surroundings, userId: string, line: string): Promise<number> {
  const startMs = performance.now();
  const outcome = await workspace.type(userId, channelId, line);
  return outcome.ok ? performance.now() - startMs : Number.POSITIVE_INFINITY;
}

/** Final ones: a form, or a message that does not merely say that work is under way. */
function answers({ slack: { workspace } }: Surroundings, userId: string): number {
  const { channels, modals } = workspace.view(userId);
  const messages = channels.find(({ id }) => id === channelId)?.messages ?? [];
  return modals.length + messages.filter(({ ephemeral, text }) => ephemeral && !text.startsWith('Checking ')).length;
}

function bound(atMost: number): Row['limit'] {
  return { kind: 'bound', atMost };
}
