import { describe, expect, test } from 'vitest';
import { type KeyAnswer, keyAnswer } from '../../../src/core/access-keys/key-answer.ts';
import { statuses } from '../../../src/core/access-keys/key-script-parts.ts';

const sentinel = '0123456789abcdef0123456789abcdef';
const adding = { sentinel, does: 'add-key', user: 'deploy' } as const;
const removing = { ...adding, does: 'remove-key' } as const;

/** As Azure gives it back. */
function output(stdout: string, status: number, stderr = '') {
  const whole = `drawbridge-begin ${sentinel}\n${stdout}\ndrawbridge-end ${sentinel} ${status}\n`;
  return { value: [{ code: 'x', message: `Enable succeeded: \n[stdout]\n${whole}\n[stderr]\n${stderr}` }] };
}

const added = 'did added\nfile /home/deploy/.ssh/authorized_keys\nasked sshd\nexpiring itself\n';

describe('done', () => {
  test.each<[name: string, answer: KeyAnswer, words: RegExp]>([
    ['added', keyAnswer(adding, output(added, 0)), /^It stands in `\/home\/deploy\S+`\. At its end sshd itself/],
    ['there already', keyAnswer(adding, output(added.replace('added', 'present'), 0)), /stood in .* already/],
    ['nobody told where', keyAnswer(adding, output(added.replace('asked sshd', 'asked default'), 0)), /did not tell/],
    ['an old sshd', keyAnswer(adding, output(added.replace('itself', 'removed'), 0)), /only taken away by the bot/],
    ['for good', keyAnswer(adding, output(added.replace('itself', 'never'), 0)), /^It stands in \S+$/],
    ['taken away', keyAnswer(removing, output('did removed\nleft no\n', 0)), /is taken off the VM; sessions/],
    ['there once more', keyAnswer(removing, output('did removed\nleft yes\n', 0)), /off the VM\. .*still stands/],
    ['there without our words', keyAnswer(removing, output('did absent\nleft yes\n', 0)), /any more\. .*still stands/],
    ['not there', keyAnswer(removing, output('did absent\n', 0)), /not there any more/],
    ['no file', keyAnswer(removing, output('did gone\n', 0)), /no file with keys/],
    ['no user', keyAnswer(removing, output('did user-gone\n', 0)), /no user `deploy`/],
  ])('%s', (_, answer, words) => {
    expect(answer.kind).toBe('done');
    if (answer.kind === 'done') expect(answer.says).toMatch(words);
  });
});

test.each(Object.entries(statuses))('the status for %s has words, and nothing was changed', (_, status) => {
  for (const script of [adding, removing]) {
    const answer = keyAnswer(script, output('', status));
    expect(answer).toMatchObject({ kind: 'refused', isUntouched: true });
    if (answer.kind === 'refused') {
      expect(answer.problem).toMatch(/^[A-Za-z`].*\.$/);
      expect(answer.hint).toMatch(/^[A-Z].*\.$/);
      expect(answer.problem).not.toContain(String(status));
    }
  }
});

test('another status says what the script said last, with nothing in it that could do harm', () => {
  expect(keyAnswer(adding, output('', 127, 'a\nsh: `<!channel>`: not found\n'))).toEqual({
    kind: 'refused',
    problem: 'The script ended with the status 127, and said: sh: ˋ<!channel>ˋ: not found.',
    hint: expect.stringMatching(/./),
    isUntouched: false,
  });
});

test.each<[name: string, given: Parameters<typeof keyAnswer>[1]]>([
  ['no output', undefined],
  [
    'the sample of Azure',
    { value: [{ code: 'x', message: 'Enable succeeded: \n[stdout]\nThis is a sample script\n[stderr]\n' }] },
  ],
  ["another script's", JSON.parse(JSON.stringify(output(added, 0)).replaceAll(sentinel, 'f'.repeat(32)))],
  ['one that was ended', JSON.parse(JSON.stringify(output(added, 0)).replace(/drawbridge-end.*? 0/, ''))],
  ['an end without a word', output('', 0)],
  ['a word that is none', output('did constructor\n', 0)],
])('not known: %s', (_, given) => {
  expect(keyAnswer(adding, given).kind).toBe('unknown');
  expect(keyAnswer(removing, given).kind).toBe('unknown');
});
