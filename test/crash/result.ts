import { faultsIn, type Verdict } from './judge-run.ts';
import type { StoreKind } from './places.ts';
import type { Run } from './play-run.ts';
import type { StoryPoint } from './points-of-story.ts';

/** What came of one cut. */
export interface Result {
  readonly point: StoryPoint;
  readonly killed: boolean;
  /** Somebody could go on with the story. */
  readonly cameBack: boolean;
  readonly verdict: Verdict | undefined;
  /** Everything that must not be, a sentence each. */
  readonly problems: readonly string[];
}

/** What is done side by side does not always come in the same order: a moment may not come in a run. */
const mostRuns = 3;

export async function cutRun(point: StoryPoint, play: () => Promise<Run>): Promise<Result> {
  try {
    let run = await play();
    for (let runs = 1; run.deaths === 0 && runs < mostRuns; runs += 1) run = await play();
    const killed = run.deaths === 1;
    const missed = killed ? [] : [`the bot was killed ${run.deaths} times, not once`];
    return { point, killed, cameBack: killed, verdict: run.verdict, problems: [...missed, ...faultsIn(run.verdict)] };
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { point, killed: true, cameBack: false, verdict: undefined, problems: [`the run broke off: ${why}`] };
  }
}

export function resultWords(kind: StoreKind, { point, problems }: Result): string {
  const { number, moment, words } = point;
  const lines = problems.map((problem) => `  ${problem}`);
  return [
    `Point ${number}, ${moment.scene}: killed ${words}`,
    ...lines,
    `  npm run test:crash -- --point ${number} --store ${kind}`,
  ].join('\n');
}
