import type { BotProcesses } from './bot-processes.ts';
import { faultsIn } from './judge-run.ts';
import type { Places } from './places.ts';
import { playRun } from './play-run.ts';
import type { Point } from './points.ts';
import type { Ending } from './story.ts';

export interface StoryPoint extends Point {
  readonly ending: Ending;
}

/**
 * Every point of the story, numbered: from the log of the run that nobody cuts, and behind them those of its other end,
 * from where it goes another way.
 */
export async function pointsOfStory(places: Places, processes: BotProcesses): Promise<StoryPoint[]> {
  const byClock = await uncut(places, processes, 'by the clock');
  const byHand = (await uncut(places, processes, 'by hand')).filter(({ moment }) => moment.scene === 'alice is done');
  return [...byClock, ...byHand].map((point, index) => ({ ...point, number: index + 1 }));
}

async function uncut(places: Places, processes: BotProcesses, ending: Ending): Promise<StoryPoint[]> {
  const { verdict, points } = await playRun({ processes, place: await places.fresh(), ending });
  const faults = faultsIn(verdict);
  if (faults.length > 0)
    throw new Error(`The story goes wrong ${ending} although nothing is cut: ${faults.join('; ')}`);
  return points.map((point) => ({ ...point, ending }));
}
