import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseTyped } from '../../../src/core/text/normalise-typed.ts';

describe('normaliseTyped', () => {
  it.each([
    ['plain text', 'myVM from 203.0.113.7', 'myVM from 203.0.113.7'],
    ['an em dash that was two dashes', 'myVM —port 22', 'myVM --port 22'],
    ['an en dash in front of a word', 'myVM –port 22', 'myVM --port 22'],
    ['an em dash inside a name', 'my—vm', 'my--vm'],
    ['an en dash inside a name', 'my–vm', 'my-vm'],
    ['a non-breaking hyphen', 'my‑vm', 'my-vm'],
    ['curly quotes', '“my vm” ‘x’', '"my vm" \'x\''],
    ['entities', 'a &amp; b &lt;c&gt;', 'a & b <c>'],
    ['an entity of an entity', '&amp;lt;', '&lt;'],
    ['a link with a label', '<http://vm.example|vm.example>', 'vm.example'],
    ['a link without a label', '<https://portal.azure.com/#x>', 'https://portal.azure.com/#x'],
    ['a mail link', '<mailto:a@b.example|a@b.example>', 'a@b.example'],
    ['a mention', '<@U123|alice>', '@alice'],
    ['a mention without a name', '<@U123>', '@U123'],
    ['a channel', '<#C123|general>', '#general'],
    ['a broadcast', '<!here>', '@here'],
    ['a non-breaking space', 'myVM\u00a0from\u202f1.2.3.4', 'myVM from 1.2.3.4'],
    ['zero-width and bidi characters', 'my\u200bV\u202eM\ufeff', 'myVM'],
    ['line breaks and spaces around', '  myVM \r\n from\t1.2.3.4 ', 'myVM from 1.2.3.4'],
  ])('%s', (_, typed, meant) => {
    expect(normaliseTyped(typed)).toBe(meant);
  });

  it('leaves nothing invisible behind, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(normaliseTyped(text)).not.toMatch(/\p{Cc}|\p{Cf}|^\s|\s$|\s\s/u);
      }),
    );
  });
});
