import { isDeepStrictEqual } from 'node:util';
import type { FromBot, StoreMoment } from './messages.ts';
import type { Scene } from './scene.ts';

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
      readonly scene: Scene;
      /** "PUT of the rule". */
      readonly what: string;
      /** Counts the moments of this kind in this scene from 1. */
      readonly nth: number;
    };

export interface Point {
  /** From 1, in the order of the uncut run. */
  readonly number: number;
  readonly moment: Moment;
  /** e.g. "before the store's requests.update". */
  readonly words: string;
}

export interface PointLog {
  store(message: FromBot & { readonly kind: 'store' }): void;
  arm(moment: Moment & { readonly at: 'arm' }): void;
  points(): Point[];
}

/** Takes down the moments of a run as they come. */
export function createPointLog(): PointLog {
  const seen: Moment[] = [];
  const idle: Moment[] = [];
  return {
    store({ kind: _, changed, ...moment }) {
      seen.push({ at: 'store', ...moment });
      if (!changed) idle.push({ at: 'store', ...moment }, { at: 'store', ...moment, when: 'before' });
    },
    arm: (moment) => void seen.push(moment),
    points: () =>
      seen
        // A write that turned out to change nothing is none.
        .filter((moment) => !idle.some((each) => isDeepStrictEqual(each, moment)))
        .map((moment, index) => ({ number: index + 1, moment, words: wordsOf(moment) })),
  };
}

function wordsOf(moment: Moment): string {
  const { when, what } = moment;
  if (moment.at === 'store') return `${when} the store's ${what}`;
  if (when === 'arrives') return `at ${what}, before Azure has done it`;
  return when === 'applied' ? `at ${what}, done and not answered` : `while polling ${what}`;
}
