import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerQuestions } from '../../../src/core/troubleshoot/answer-questions.ts';
import { parseReading } from '../../../src/core/troubleshoot/parse-reading.ts';
import { troubleshootReport } from '../../../src/views/troubleshoot-report.ts';
import { expectFits } from '../../views/hostile.ts';
import { key, usual } from './answer.ts';
import { healthy } from './machines.ts';
import { readOn } from './pretend-machine.ts';

const whole = readOn(healthy, { user: 'azureuser', port: 22, address: '203.0.113.7', key: key.blob }).stdout;
const lines = whole.split('\n').slice(0, -1);
const keys = [...new Set(lines.map((line) => line.split('=')[0] ?? '')), 'banned', 'jail', 'zone', 'ufwrule', 'passwd'];

function reportOf(output: string) {
  const reading = parseReading(output);
  const asked = { ...usual, key };
  const answers = answerQuestions(reading, asked);
  const vm = { name: 'myVM', resourceGroup: 'myResourceGroup' };
  const about = { id: 'r1', vm, user: 'azureuser', port: 22, os: reading.one('os'), askedBy: 'U0ALICE', atMs: 0 };
  return { answers, message: troubleshootReport({ ...about, answers, isWhole: reading.isWhole }) };
}

test('whatever a machine tells, every question has an answer and the report fits', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom('', '-1', '99999999999999999999', 'NaN', '::::::::', '||||', '/ / /', '[...]', 'x'.repeat(3900)),
  );
  const line = fc.tuple(fc.constantFrom(...keys), value).map(([name, text]) => `${name}=${text}`);
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.constantFrom(...lines)), { maxLength: 60 }), (told) => {
      const { answers, message } = reportOf(`${told.join('\n')}\n`);
      expect(answers.every(({ summary }) => summary.length > 0)).toBe(true);
      expectFits(message);
    }),
    { numRuns: 200 },
  );
});

test('whatever part of it is lost, no question is answered better than with all of it', () => {
  const all = new Map(reportOf(whole).answers.map(({ id, status }) => [id, status]));
  for (let left = 0; left < whole.length; left += 7) {
    for (const { id, status, summary } of reportOf(whole.slice(0, left)).answers) {
      const expected = all.get(id);
      // What a machine told only in part is not known; it is never a problem that it does not have.
      expect([expected, 'unknown'], `${id} of ${left} bytes: ${summary}`).toContain(status);
    }
  }
});
