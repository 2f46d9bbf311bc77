import type { BotProcesses } from './bot-processes.ts';
import { judgeRun, type Verdict } from './judge-run.ts';
import type { StorePlace } from './messages.ts';
import type { Moment, Point } from './points.ts';
import { openStage } from './stage.ts';
import { type Ending, playStory, Stuck } from './story.ts';

export interface Run {
  readonly verdict: Verdict;
  readonly deaths: number;
  readonly points: readonly Point[];
}

/** Plays the story once in a world of its own. */
export async function playRun(options: {
  readonly processes: BotProcesses;
  readonly place: StorePlace;
  readonly ending: Ending;
  readonly dieAt?: Moment | undefined;
  readonly say?: ((line: string) => void) | undefined;
}): Promise<Run> {
  const { processes, place, ending, dieAt, say } = options;
  const stage = await openStage({ processes, place, dieAt, say });
  try {
    const stuck = await playStory(stage, ending).then(
      () => undefined,
      (error: unknown) => {
        if (!(error instanceof Stuck)) throw error;
        return error.message;
      },
    );
    const verdict = await judgeRun(stage, stuck);
    return { verdict, deaths: stage.bot.deaths, points: stage.points() };
  } finally {
    await stage.close();
  }
}
