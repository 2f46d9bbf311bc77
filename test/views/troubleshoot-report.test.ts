import { describe, expect, test } from 'vitest';
import { allQuestions } from '../../src/core/troubleshoot/all-questions.ts';
import type { Answer } from '../../src/core/troubleshoot/answer-questions.ts';
import { type TroubleshootReport, troubleshootReport } from '../../src/views/troubleshoot-report.ts';
import { troubleshootProgress } from '../../src/views/troubleshoot-words.ts';
import { expectFits, hostile } from './hostile.ts';

const report = (answers: readonly Answer[], more: Partial<TroubleshootReport> = {}): TroubleshootReport => ({
  id: 'r1',
  vm: { name: 'myVM', resourceGroup: 'myResourceGroup' },
  user: 'azureuser',
  port: 22,
  os: 'Ubuntu 24.04.2 LTS',
  askedBy: 'U0ALICE',
  atMs: 1_790_000_000_000,
  answers,
  isWhole: true,
  ...more,
});
const answer = (status: Answer['status'], more: Partial<Answer> = {}): Answer => ({
  id: 'x',
  title: 'x',
  status,
  summary: `It is ${status}`,
  ...more,
});
const shown = (given: TroubleshootReport) => JSON.stringify(troubleshootReport(given).blocks);

describe('troubleshootReport', () => {
  test('problems come first, then warnings, then what is not known, then what is fine', () => {
    const all = (['ok', 'unknown', 'warning', 'problem', 'not-asked'] as const).map((status) => answer(status));
    const text = shown(report(all));
    const order = ['problem', 'warning', 'unknown', 'ok', 'not-asked'].map((status) => text.indexOf(`It is ${status}`));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order).not.toContain(-1);
  });

  test.each([
    ['all fine', [answer('ok')], 'Nothing was found', 'large_green_circle'],
    ['not all known', [answer('ok'), answer('unknown')], 'Nothing was found', 'large_yellow_circle'],
    ['a warning', [answer('ok'), answer('warning')], 'Nothing certain', 'large_yellow_circle'],
    ['a problem', [answer('problem')], 'One thing stands', 'red_circle'],
    ['problems', [answer('problem'), answer('problem')], '2 things stand', 'red_circle'],
  ])('%s', (_, answers, words, icon) => {
    const [first] = troubleshootReport(report(answers)).blocks;
    expect(first).toMatchObject({ type: 'header', text: { text: expect.stringContaining(words) } });
    expect(JSON.stringify(first)).toContain(`:${icon}:`);
  });

  test('a mend stands in a block of code, with the way to a shell; without one there is no such note', () => {
    const mended = shown(report([answer('problem', { mend: 'sudo systemctl start ssh' })]));
    expect(mended).toContain('```\\nsudo systemctl start ssh\\n```');
    expect(mended).toContain('Serial console');
    expect(shown(report([answer('ok')]))).not.toContain('Serial console');
  });

  test('it says when and for whom it was read, that nothing was changed, and what is missing', () => {
    const text = shown(report([answer('ok')], { isWhole: false }));
    expect(text).toMatch(/<!date\^1790000000.*<@U0ALICE>.*nothing was changed/);
    expect(text).toContain('some is missing');
  });

  test.each([
    ['in one piece', hostile],
    ['line by line', hostile.replaceAll(' ', '\n')],
    ['plain', 'word '.repeat(200)],
  ])('it fits whatever the VM says, %s', (_, text) => {
    const answers = allQuestions.map(
      ({ id, title }): Answer => ({
        id,
        title,
        status: 'problem',
        summary: text,
        because: text,
        mend: text,
      }),
    );
    expectFits(troubleshootReport(report(answers, { vm: { name: text, resourceGroup: text }, user: text, os: text })));
    const quiet = answers.map((each, at) => ({
      ...each,
      status: (['ok', 'unknown', 'not-asked'] as const)[at % 3] ?? 'ok',
    }));
    expectFits(troubleshootReport(report(quiet)));
    expectFits(troubleshootProgress(text, text));
  });
});
