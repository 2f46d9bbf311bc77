import type { Surroundings } from '../sandbox/sandbox.ts';
import { loadWorld } from '../sandbox/world/load.ts';
import type { Bench, Row } from './bench.ts';
import { withBot } from './bot/with-bot.ts';
import { spread } from './report/spread.ts';

const latencyMs = 100;
const runs = 9;
/** The quietest series counts: what else the machine does can only add to the time. */
const series = 3;
/** For the token, the TLS connections and the compiler. */
const warmUps = 15;
/** SSH answers at the first; the last has a group at its subnet and one at its interface, which costs a round more. */
const vms = ['production/jump', 'myVM', 'web-01'];
const userId = 'U0ALICE';
const channelId = 'C0GENERAL';

/** Everything but waiting for Azure may cost 15% of that waiting. */
export const connectCheck: Bench = {
  name: 'connect-check',
  what: `from typing the command to the finished card, with ${latencyMs} ms on every request to Azure`,

  async run() {
    // Nobody is throttled, so that many runs can follow each other.
    return withBot({ world: await loadWorld(), throttled: false, latencyMs }, async (surroundings) => {
      for (let count = 0; count < warmUps; count += 1) await check(surroundings, 'myVM');
      const rows: Row[] = [];
      for (const vm of vms) rows.push(...(await measured(surroundings, vm)));
      return rows;
    });
  },
};

interface Run {
  readonly tookMs: number;
  readonly rounds: number;
  readonly requests: number;
}

async function measured(surroundings: Surroundings, vm: string): Promise<Row[]> {
  const all: Run[][] = [];
  while (all.length < series) all.push(await inARow(surroundings, vm));
  const took = all
    .map((each) => spread(each.map(({ tookMs }) => tookMs)))
    .reduce((a, b) => (b.median < a.median ? b : a));
  const rounds = spread(all.flat().map((each) => each.rounds));
  const requests = spread(all.flat().map((each) => each.requests));
  // A request that was late within its round may look like a round of its own, and one that needs an answer never comes
  // before it: the fewest are the ones that were needed.
  const waitingMs = rounds.min * latencyMs;
  return [
    { what: `${vm}: median time / waiting`, value: took.median / waitingMs, unit: 'times', limit: bound(1.15) },
    { what: `${vm}: fastest / waiting`, value: took.min / waitingMs, unit: 'times' },
    { what: `${vm}: slowest / waiting`, value: took.max / waitingMs, unit: 'times' },
    { what: `${vm}: dependent rounds`, value: rounds.min, unit: 'count', limit: bound(4) },
    { what: `${vm}: requests`, value: requests.max, unit: 'count', limit: bound(8) },
  ];
}

async function inARow(surroundings: Surroundings, vm: string): Promise<Run[]> {
  const done: Run[] = [];
  while (done.length < runs) done.push(await check(surroundings, vm));
  return done;
}

/** Types the command once and waits for the card; how often Azure was asked is what its own log says. */
async function check({ slack: { workspace }, arm }: Surroundings, vm: string): Promise<Run> {
  arm.clearLog();
  const messages = () => workspace.view(userId).channels.find(({ id }) => id === channelId)?.messages ?? [];
  const before = messages().length;
  const startMs = performance.now();
  const finished = new Promise<number>((resolve) => {
    const stop = workspace.onChange(() => {
      const added = messages().slice(before);
      if (!added.some(({ blocks }) => blocks.some(({ type }) => type === 'header'))) return;
      stop();
      resolve(performance.now());
    });
  });
  const outcome = await workspace.type(userId, channelId, `/vm connect-check ${vm} from 203.0.113.7`);
  if (!outcome.ok) throw new Error(outcome.notice);
  const tookMs = (await finished) - startMs;
  const asked = arm.requests.filter(({ kind }) => kind === 'arm');
  if (asked.some(({ status }) => status === undefined || status === 429)) {
    throw new Error('a request of the run was not answered or was throttled');
  }
  return { tookMs, rounds: Math.max(...asked.map(({ round }) => round)), requests: asked.length };
}

function bound(atMost: number): Row['limit'] {
  return { kind: 'bound', atMost };
}
