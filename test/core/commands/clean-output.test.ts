import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanOutput } from '../../../src/core/commands/clean-output.ts';

const clean = (text: string) => cleanOutput(Buffer.from(text));

describe('what a terminal would have taken for itself', () => {
  test.each([
    ['colours', '\u001b[1;31mred\u001b[0m', 'red'],
    ['a title', '\u001b]0;root@myVM\u0007done', 'done'],
    ['a title with the long end', '\u001b]0;root@myVM\u001b\\done', 'done'],
    ['a link', '\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\', 'click'],
    ['moving the cursor', 'a\u001b[2Jb\u001b[Hc', 'abc'],
    ['a charset', '\u001b(B\u001b[mplain', 'plain'],
    ['a bell and a backspace', 'a\u0007b\u0008c', 'abc'],
    ['a progress bar', '10%\r50%\r100%\ndone', '100%\ndone'],
    ['lines of Windows', 'a\r\nb\r\n', 'a\nb\n'],
    ['what turns text around', 'a\u202etxt.exe', 'atxt.exe'],
    ['eight-bit controls', '\u009b31mred', 'red'],
    ['a NUL', 'a\u0000b', 'ab'],
    ['a sequence that has no end', 'a\u001b]0;title', 'a'],
    ['one whose end is missing, and its line', 'a\u001b]0;title\nERROR\r\nb', 'a\nERROR\nb'],
    ['one that another one ends', 'a\u001bPq1\u001b[31mred\u001b[0m', 'ared'],
    ['one with the eight-bit end', 'a\u001b]0;title\u009cb', 'ab'],
  ])('%s', (_, text, shown) => {
    expect(clean(text)).toBe(shown);
  });

  test('no text has a control character left but tabs and line ends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(cleanOutput(bytes)).not.toMatch(/(?![\n\t])\p{Cc}/u);
      }),
    );
  });

  test('bytes that are no UTF-8 are marked, and what is cut in the middle of a character too', () => {
    expect(cleanOutput(Uint8Array.from([0x61, 0xff, 0x62]))).toBe('a\ufffdb');
    expect(cleanOutput(Buffer.from('é').subarray(0, 1))).toBe('\ufffd');
  });
});

describe('what looks like a secret', () => {
  const jwt = `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.${'c'.repeat(20)}`;
  const begin = (kind: string) => `-----BEGIN ${kind} PRIVATE KEY-----`;
  test.each([
    [
      'a private key',
      `${begin('OPENSSH')}\nb3Bl\n-----END OPENSSH PRIVATE KEY-----\nafter`,
      '[private key left out]\nafter',
    ],
    ['one that is cut off', `${begin('RSA')}\nMIIEow`, '[private key left out]'],
    ['the end of one', `YWJj\nZGVm\n-----END OPENSSH PRIVATE KEY-----\nafter`, '[private key left out]\nafter'],
    [
      'one after another',
      `${begin('RSA')}\nMIIE\n-----END RSA PRIVATE KEY-----\nand ${begin('EC')}\nMHcC\n-----END EC PRIVATE KEY-----`,
      '[private key left out]\nand [private key left out]',
    ],
    ['a token of GitHub', `ghp_${'a'.repeat(36)}`, '[GitHub token left out]'],
    ['a token of Slack', `xoxb-${'1'.repeat(12)}`, '[Slack token left out]'],
    ['an AWS key id', 'AKIAIOSFODNN7EXAMPLE', '[AWS key id left out]'],
    ['a JSON web token', `this is ${jwt}`, 'this is [token left out]'],
    ['one behind a word', `token-${jwt}`, 'token-[token left out]'],
    [
      'a connection string',
      `AccountKey=${'A'.repeat(40)}==;EndpointSuffix=core`,
      'AccountKey=[left out];EndpointSuffix=core',
    ],
    ['a signed address', `https://x.blob/c?sv=1&sig=${'a'.repeat(30)}`, 'https://x.blob/c?sv=1&sig=[left out]'],
    ['a password hash', 'root:$6$rounds$abcdefghijkl:19700:0', 'root:[password hash left out]:19700:0'],
    ['a password in an address', 'postgres://bot:hunter2@db/x', 'postgres://bot:[left out]@db/x'],
    ['one without a user', 'redis://:hunter2@cache:6379', 'redis://:[left out]@cache:6379'],
    ['an environment variable', 'DB_PASSWORD=hunter2 next', 'DB_PASSWORD=[left out] next'],
    ['a quoted one', '"password": "hunter 2", "user": "x"', '"password": [left out], "user": "x"'],
    ['a header', `Authorization: Bearer ${'a'.repeat(20)}`, 'Authorization: Bearer [left out]'],
  ])('%s', (_, text, shown) => {
    expect(clean(text)).toBe(shown);
  });

  // Whoever searches from every character on is at it for half an hour, and no door closes meanwhile.
  test.each([
    'a-',
    'a.',
    'eyJ-',
    'eyJaaaaaaaa.',
    'secret-',
    'password=',
    'x://a:',
    '-----BEGIN ',
    'AAAA\n',
    '\u001b[',
    ' ',
  ])('is looked for in a megabyte of %j', (piece) => {
    const text = clean(`${piece.repeat(Math.floor(1_000_000 / piece.length))}\nDB_PASSWORD=hunter2`);
    expect(text).not.toContain('hunter2');
  });

  test.each([
    'PasswordAuthentication no',
    'Failed password for root from 203.0.113.7',
    'SHA256:yWMgdtJ3Tq8kNR4cWcKxgEUAP0BNLC2o0s3fkAcRUWY',
    'sshd[842]: Accepted publickey for azureuser',
    'price: $5 or $6',
    'commit 2b0672b1f0f1d2c3a4b5c6d7e8f9a0b1c2d3e4f5',
  ])('leaves %s as it is', (text) => {
    expect(clean(text)).toBe(text);
  });
});
