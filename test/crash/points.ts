import type { FromBot, StoreMoment } from './messages.ts';
import type { Scene } from './story.ts';

/** One moment of the story at which the bot can be killed. */
export type Moment =
  | (StoreMoment & { readonly at: 'store' })
  | {
      readonly at: 'arm';
      /**
       * `arrives`: the request is there, and nothing is done about it. `applied`: done, and never answered. `polls`: the bot
       * asks how far an operation is, and gets no answer.
       */
      readonly when: 'arrives' | 'applied' | 'polls';
      /** Counts the moments of this kind from 1. */
      readonly nth: number;
    };

export interface Point {
  /** From 1, in the order of the uncut run. */
  readonly number: number;
  readonly moment: Moment;
  /** What the people of the story were about. */
  readonly scene: Scene;
  /** e.g. "before the store's requests.update". */
  readonly words: string;
}

export interface PointLog {
  store(message: FromBot & { readonly kind: 'store' }): void;
  arm(moment: Moment & { readonly at: 'arm' }, what: string): void;
  points(): Point[];
}

/** Takes down the moments of a run as they come. */
export function createPointLog(sceneNow: () => Scene): PointLog {
  const seen: Omit<Point, 'number'>[] = [];
  const idle = new Set<number>();
  return {
    store({ when, nth, what, changed }) {
      if (!changed) idle.add(nth);
      const words = `${when} the store's ${what}`;
      seen.push({ moment: { at: 'store', when, nth }, scene: sceneNow(), words });
    },
    arm(moment, what) {
      seen.push({ moment, scene: sceneNow(), words: wordsOf(moment.when, what) });
    },
    points: () =>
      seen
        // A write that turned out to change nothing is none.
        .filter(({ moment }) => moment.at === 'arm' || !idle.has(moment.nth))
        .map((point, index) => ({ number: index + 1, ...point })),
  };
}

function wordsOf(when: 'arrives' | 'applied' | 'polls', what: string): string {
  if (when === 'arrives') return `at ${what}, before Azure has done it`;
  return when === 'applied' ? `at ${what}, done and not answered` : `while polling ${what}`;
}
