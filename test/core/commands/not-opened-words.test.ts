import { describe, expect, test } from 'vitest';
import { notOpenedWords } from '../../../src/core/commands/not-opened-words.ts';
import { fingerprintOf } from '../../../src/core/host-keys/host-key.ts';
import type { NotOpened } from '../../../src/core/host-keys/not-opened.ts';
import { sampleKeys } from '../host-keys/sample-keys.ts';

const at = 'myVM';
const presented = sampleKeys.otherEd25519;
const every: readonly NotOpened[] = [
  { kind: 'unpinned', at },
  { kind: 'untrusted', at, presented },
  { kind: 'no-pinned-type', at },
  { kind: 'unreachable', at, reason: 'refused', because: 'nothing listens there' },
  { kind: 'not-let-in', at, because: 'the server does not accept the key' },
  { kind: 'failed', at, because: 'it was reset' },
];
const where = { vm: 'prod/myVM', user: 'drawbridge', isOnTheWay: false };

test('each reason has words and a mend of its own', () => {
  const said = every.map((why) => notOpenedWords(why, where));
  expect(new Set(said.map(({ message }) => message)).size).toBe(every.length);
  expect(said.map(({ data }) => data?.end)).toEqual(every.map(({ kind }) => kind));
  for (const { hint, isFailure } of said) expect([isFailure, hint]).toEqual([true, expect.stringMatching(/\.$/)]);
});

test('another key is shown with its fingerprint', () => {
  const { message } = notOpenedWords({ kind: 'untrusted', at, presented }, where);
  expect(message).toContain(fingerprintOf(presented));
  expect(message).toContain('did not try to log in');
});

test.each(every.map((why) => [why.kind, why] as const))(
  'at a jump, whose keys are in the configuration: %s is no affair of /vm fingerprint',
  (_, why) => {
    const { message, hint } = notOpenedWords(why, { ...where, isOnTheWay: true });
    expect(message).toMatch(/the jump host `myVM`/i);
    expect(hint).toContain('`ssh.jump`');
    expect(`${message} ${hint}`).not.toContain('/vm ');
  },
);

describe('what somebody ended before there was a log-in', () => {
  const ended = { ...where, whyCancelled: 'It was cancelled.' };
  test.each(['unreachable', 'failed'] as const)('is told as that, and not as %s', (kind) => {
    const why = every.find((each) => each.kind === kind);
    expect(why && notOpenedWords(why, ended).message).toBe('It was cancelled. Nothing was run.');
  });

  test('but a key that is not the approved one is told all the same', () => {
    expect(notOpenedWords({ kind: 'untrusted', at, presented }, ended).message).toContain(fingerprintOf(presented));
  });
});

test('what the other side said cannot call anybody or open a span', () => {
  const { message } = notOpenedWords({ kind: 'failed', at: 'a`b', because: '`<!channel>`' }, where);
  expect(message.match(/`/g)).toHaveLength(2);
});
