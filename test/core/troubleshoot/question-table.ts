import { describe, expect, test } from 'vitest';
import type { Asked } from '../../../src/core/troubleshoot/question.ts';
import { answer } from './answer.ts';

type Row = readonly [name: string, lines: readonly string[], status: string, told?: RegExp, over?: Partial<Asked>];

/** One question, over lines such as a machine tells: how each is judged, and what of it must be said. */
export function table(id: string, heading: string, rows: readonly Row[]): void {
  describe(heading, () => {
    for (const [name, lines, status, told = /./, over = {}] of rows) {
      test(name, () => {
        const found = answer(id, lines, over);
        expect(found.status).toBe(status);
        expect([found.summary, found.because, found.mend].join('\n')).toMatch(told);
        if (status !== 'ok' && status !== 'not-asked') expect(found.because ?? found.mend).toMatch(/./);
      });
    }
  });
}
