import { answerQuestions } from '../../../src/core/troubleshoot/answer-questions.ts';
import { parseReading } from '../../../src/core/troubleshoot/parse-reading.ts';
import type { Asked, Finding } from '../../../src/core/troubleshoot/question.ts';
import { blob, nowS } from './machines.ts';

const usual: Asked = {
  user: 'azureuser',
  port: 22,
  address: '203.0.113.7',
  key: undefined,
  begunAtMs: nowS * 1000 - 20_000,
  endedAtMs: nowS * 1000 + 5000,
};

export const key = { type: 'ssh-ed25519', blob, fingerprint: 'SHA256:abc' };

/** What one question makes of these lines; the reading is whole. */
export function answer(id: string, lines: readonly string[], over: Partial<Asked> = {}): Finding {
  const reading = parseReading([...lines, 'done=yes', ''].join('\n'));
  const found = answerQuestions(reading, { ...usual, ...over }).find((each) => each.id === id);
  if (found === undefined) throw new Error(`no question ${id}`);
  return found;
}
