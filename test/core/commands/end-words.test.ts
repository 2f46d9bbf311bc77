import { expect, test } from 'vitest';
import { endedWell } from '../../../src/core/actions/act.ts';
import { endWords } from '../../../src/core/commands/end-words.ts';
import type { ExecEnd, Executed } from '../../../src/core/commands/executed.ts';

const nothing = Buffer.alloc(0);
const output = {
  head: nothing,
  tail: nothing,
  leftOutBytes: 0,
  totalBytes: 0,
  stdoutBytes: 0,
  stderrBytes: 0,
  cut: false,
};
const limits = { wallMs: 300_000, idleMs: 120_000 };

interface Row {
  readonly end: ExecEnd;
  readonly process?: Executed['process'];
  readonly says: RegExp;
  /** `well`: a success; `happened`: it ran to an end of its own that is none; `failed`: what was wanted did not happen. */
  readonly is: 'well' | 'happened' | 'failed';
}

const rows: Record<string, Row> = {
  'it exited with 0': { end: { kind: 'exited', status: 0 }, says: /exited with status 0/, is: 'well' },
  'it exited with 3': { end: { kind: 'exited', status: 3 }, says: /exited with status 3/, is: 'happened' },
  'a signal ended it': {
    end: { kind: 'signalled', signal: 'SIGKILL' },
    says: /by the signal `SIGKILL`/,
    is: 'happened',
  },
  'a signal with a name of the server': {
    end: { kind: 'signalled', signal: '`*<!channel>' },
    says: /by the signal `ˋ\*<!channel>`/,
    is: 'happened',
  },
  'too long, and it heard': {
    end: { kind: 'timed-out', limit: 'wall' },
    says: /longer than 300 s\. The bot ended it/,
    is: 'failed',
  },
  'silent, and it did not hear': {
    end: { kind: 'timed-out', limit: 'idle' },
    process: 'may-run',
    says: /nothing for 120 s\. .*may still run/,
    is: 'failed',
  },
  'cancelled, and it heard': { end: { kind: 'cancelled' }, says: /cancelled\. The bot ended it/, is: 'failed' },
  'cancelled before it began': {
    end: { kind: 'cancelled' },
    process: 'never-ran',
    says: /cancelled\. It never ran/,
    is: 'failed',
  },
  'cancelled, and nobody knows': {
    end: { kind: 'cancelled' },
    process: 'may-run',
    says: /cancelled\. .*may still run on the VM/,
    is: 'failed',
  },
  'the connection was lost': {
    end: { kind: 'connection-lost', because: 'the connection was reset' },
    process: 'may-run',
    says: /lost: the connection was reset\. .*may still run/,
    is: 'failed',
  },
  'no exit status': { end: { kind: 'unknown' }, process: 'may-run', says: /did not say how.*no success/, is: 'failed' },
  'it was not started': {
    end: { kind: 'not-started', because: 'the server refused it' },
    process: 'never-ran',
    says: /not run: the server refused it/,
    is: 'failed',
  },
};

test.each(Object.entries(rows))('%s', (_, { end, process = 'ended', says, is }) => {
  const {
    isFailure,
    message,
    hint = '',
    data = {},
  } = endWords({ end, output, process, isOutputComplete: true }, limits, 'It was cancelled.');
  expect(`${message} ${hint}`).toMatch(says);
  expect(isFailure ? 'failed' : endedWell(data) ? 'well' : 'happened').toBe(is);
  if (is === 'failed') expect(hint).toMatch(/\.$/);
});

test.each([
  [{ kind: 'exited', status: 0 }, 'It exited with status 0.'],
  [{ kind: 'signalled', signal: 'SIGKILL' }, 'It was ended by the signal `SIGKILL`.'],
] as const)('$kind: it is told when not all of the output arrived', (end, says) => {
  const executed = { end, output, process: 'ended', isOutputComplete: false } as const;
  const { isFailure, message, data = {} } = endWords(executed, limits, 'It was cancelled.');
  expect(message).toBe(`${says} Not all of its output arrived, and something that it started may still run.`);
  expect([isFailure, endedWell(data)]).toEqual([false, false]);
});

test('no two ends are told in the same words', () => {
  const told = Object.values(rows).map(
    ({ end, process = 'ended' }) =>
      endWords({ end, output, process, isOutputComplete: true }, limits, 'It was cancelled.').message,
  );
  expect(new Set(told).size).toBe(told.length);
});
