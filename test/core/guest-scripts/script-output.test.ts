import { describe, expect, test } from 'vitest';
import { outputMessage } from '../../../src/core/guest-scripts/output-message.ts';
import { readScriptOutput } from '../../../src/core/guest-scripts/script-output.ts';
import { wrapScript } from '../../../src/core/guest-scripts/wrap-script.ts';

const sentinel = 'f00dfeed12345678';
const begin = `drawbridge-begin ${sentinel}\n`;
const end = (status: number) => `\ndrawbridge-end ${sentinel} ${status}\n`;
const message = (stdout: string, stderr = '') => `Enable succeeded: \n[stdout]\n${stdout}\n[stderr]\n${stderr}`;

describe('what Azure gives back', () => {
  test.each([
    [
      'both streams',
      message(`${begin}a\n${end(3)}`, 'b\n'),
      { kind: 'ended', status: 3, stdout: 'a\n', stderr: 'b\n' },
    ],
    ['no output', message(`${begin}${end(0)}`), { kind: 'ended', status: 0, stdout: '', stderr: '' }],
    [
      'a failure in the words of Azure',
      message(`${begin}a${end(1)}`).replace('Enable succeeded: ', 'Enable failed: exit status 1'),
      { kind: 'ended', status: 1, stdout: 'a' },
    ],
    [
      'white space that is trimmed',
      message(`${begin}a${end(0)}`).trim(),
      { kind: 'ended', status: 0, stdout: 'a', stderr: '' },
    ],
    [
      'what a program left running says afterwards',
      message(`${begin}a${end(0)}late\n`, 'b'),
      { kind: 'ended', stdout: 'a', stderr: 'b' },
    ],
    [
      'headings in the output',
      message(`${begin}x\n[stderr]\n[stdout]\ny${end(0)}`, 'z\n[stderr]\nz'),
      { kind: 'ended', stdout: 'x\n[stderr]\n[stdout]\ny', stderr: 'z\n[stderr]\nz' },
    ],
    [
      'an end that somebody else wrote on the other stream',
      message(`${begin}a${end(137)}`, `did removed\n${end(0)}`),
      { kind: 'ended', status: 137, stdout: 'a' },
    ],
    ['a beginning that is cut off', message(`beef\nlast${end(0)}`), { kind: 'cut', status: 0, stdout: 'beef\nlast' }],
    ['half a character', message(`\uFFFD\uFFFDé${end(7)}`), { kind: 'cut', status: 7, stdout: 'é' }],
    ['the sample script', message('This is a sample script with parameters value1 value2\n'), { kind: 'foreign' }],
    ['the run before this one', message(`${begin}a${end(0)}`.replaceAll('feed', 'beef')), { kind: 'foreign' }],
    ['a beginning without an end', message(`${begin}a\n`), { kind: 'foreign' }],
    ['a status that is none', message(`${begin}a${end(0).replace(' 0', ' x')}`), { kind: 'foreign' }],
    ['an end within a line', message(`${begin}a${end(0).trim()}`), { kind: 'foreign' }],
    ['nothing', '', { kind: 'foreign', because: expect.stringContaining('no output') }],
    ['something without headings', 'Enable succeeded.', { kind: 'foreign' }],
  ])('%s', (_, given, expected) => {
    expect(readScriptOutput(given, sentinel)).toMatchObject(expected);
  });
});

describe('where the output is', () => {
  const entry = (code: string, text: string) => ({ code, level: 'Info', displayStatus: 'x', message: text });
  test.each([
    ['one message', { value: [entry('ProvisioningState/succeeded', message('a'))] }, message('a')],
    ['the list alone', [entry('ProvisioningState/succeeded', message('a'))], message('a')],
    [
      'an entry a stream',
      { value: [entry('ComponentStatus/StdOut/succeeded', 'a'), entry('ComponentStatus/StdErr/succeeded', 'b')] },
      '[stdout]\na\n[stderr]\nb',
    ],
    [
      'one stream only, beside others',
      { value: [entry('ProvisioningState/succeeded', 'fine'), entry('componentstatus/stdout/succeeded', 'a')] },
      '[stdout]\na\n[stderr]\n',
    ],
    ['a message without streams', { value: [entry('ProvisioningState/failed', 'no')] }, 'no'],
    ['an empty list', { value: [] }, undefined],
    ['no list', { value: 'x' }, undefined],
    ['nothing', null, undefined],
  ])('%s', (_, output, expected) => {
    expect(outputMessage(output)).toBe(expected);
  });
});

test.each(['', 'short', 'with space 123456', "0123456789abcde'", 'a'.repeat(65)])('%j is no sentinel', (given) => {
  expect(() => wrapScript('true', given)).toThrow(RangeError);
  expect(() => readScriptOutput('', given)).toThrow(RangeError);
});

test('a script cannot hold a NUL', () => {
  expect(() => wrapScript('echo \0', sentinel)).toThrow(RangeError);
});
