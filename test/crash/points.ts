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
  const seen: Seen[] = [];
  const idle: Moment[] = [];
  return {
    store({ kind: _, changed, outside, ...rest }) {
      const moment = { at: 'store', ...rest } as const;
      seen.push({ moment, outside });
      if (!changed) idle.push(moment, { ...moment, when: 'before' });
    },
    arm: (moment) => void seen.push({ moment }),
    points: () =>
      seen
        // A write that turned out to change nothing is none.
        .filter(({ moment }) => !idle.some((each) => isDeepStrictEqual(each, moment)))
        .filter((each, index, all) => !isSameCrash(all[index - 1], each))
        .map(({ moment }, index) => ({ number: index + 1, moment, words: wordsOf(moment) })),
  };
}

interface Seen {
  readonly moment: Moment;
  readonly outside?: number;
}

/**
 * Between the end of one write and the beginning of the next nothing happened that anybody could see: whoever dies leaves
 * the same behind. Behind a change of a request a person's click may have been acknowledged, which is not counted.
 */
function isSameCrash(before: Seen | undefined, { moment, outside }: Seen): boolean {
  if (before?.moment.at !== 'store' || moment.at !== 'store') return false;
  const isGap = before.moment.when === 'after' && moment.when === 'before';
  const mayAnswer = before.moment.scene !== moment.scene || before.moment.what.startsWith('requests.');
  return isGap && !mayAnswer && before.outside === outside;
}

function wordsOf(moment: Moment): string {
  const { when, what } = moment;
  if (moment.at === 'store') return `${when} the store's ${what}`;
  if (when === 'arrives') return `at ${what}, before Azure has done it`;
  return when === 'applied' ? `at ${what}, done and not answered` : `while polling ${what}`;
}
