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

export async function cutRun(point: StoryPoint, play: () => Promise<Run>): Promise<Result> {
  try {
    const { verdict, deaths } = await play();
    const killed = deaths === 1;
    const missed = killed ? [] : [`the bot was killed ${deaths} times, not once`];
    return { point, killed, cameBack: killed, verdict, problems: [...missed, ...faultsIn(verdict)] };
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
