import { parseArgs } from 'node:util';
import { createBotProcesses } from './bot-processes.ts';
import { crashTable } from './crash-table.ts';
import { openPlaces, type Places, type StoreKind } from './places.ts';
import { playRun } from './play-run.ts';
import { pointsOfStory, type StoryPoint } from './points-of-story.ts';
import { cutRun, type Result, resultWords } from './result.ts';

/**
 * Kills the bot at every point of a story, once each, and looks whether anything came of it that must not.
 *   npm run test:crash
 *   npm run test:crash -- --point 17 --store sqlite     one point, with everything that goes on
 */
const { values } = parseArgs({
  options: { point: { type: 'string' }, store: { type: 'string' }, jobs: { type: 'string', default: '2' } },
});
const kinds = (['sqlite', 'postgres'] as const).filter((kind) => values.store === undefined || kind === values.store);
if (kinds.length === 0) throw new Error('--store is sqlite or postgres');

const startMs = performance.now();
const processes = createBotProcesses();
const results = new Map<StoreKind, readonly Result[]>();
for (const kind of kinds) {
  const places = await openPlaces(kind);
  try {
    results.set(kind, await cutEverywhere(kind, places));
  } finally {
    await places.close();
  }
}
processes.close();
process.stdout.write(`\n${crashTable(results)}\n`);
process.stdout.write(`It took ${Math.round((performance.now() - startMs) / 1000)} s.\n`);
process.exitCode = [...results.values()].flat().some(({ problems }) => problems.length > 0) ? 1 : 0;

async function cutEverywhere(kind: StoreKind, places: Places): Promise<Result[]> {
  const all = await pointsOfStory(places, processes);
  const only = values.point === undefined ? undefined : Number(values.point);
  const points = only === undefined ? all : all.filter(({ number }) => number === only);
  if (points.length === 0) throw new Error(`There are the points 1 to ${all.length} on ${kind}`);
  const say = only === undefined ? undefined : (line: string) => void process.stdout.write(`${line}\n`);
  const cut = async (point: StoryPoint): Promise<Result> => {
    const { ending, moment } = point;
    const result = await cutRun(point, async () =>
      playRun({ processes, place: await places.fresh(), ending, dieAt: moment, say }),
    );
    if (result.problems.length > 0) process.stdout.write(`${resultWords(kind, result)}\n`);
    return result;
  };
  return inTurns(points, Number(values.jobs), cut);
}

/** So many at a time, in order. */
async function inTurns<Item, Done>(items: readonly Item[], jobs: number, work: (item: Item) => Promise<Done>) {
  const left = [...items.entries()];
  const done: Done[] = [];
  const turn = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) done[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: jobs }, turn));
  return done;
}
