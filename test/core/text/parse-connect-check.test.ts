import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConnectCheck } from '../../../src/core/text/parse-connect-check.ts';

const plain = { kind: 'plain', name: 'myVM' };
const id =
  '/subscriptions/0b1f6471-1bf0-4dda-aec3-111122223333/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/myVM';

describe('parseConnectCheck', () => {
  it.each([
    ['a name', 'myVM', { name: plain, port: 22 }],
    ['everything', 'myVM from 203.0.113.7 port 2222', { name: plain, from: { address: '203.0.113.7' }, port: 2222 }],
    ['another order', 'port 2222 from 203.0.113.7 myVM', { name: plain, from: { address: '203.0.113.7' }, port: 2222 }],
    ['dashes', 'myVM --from 203.0.113.7 --port 2222', { name: plain, from: { address: '203.0.113.7' }, port: 2222 }],
    [
      'what macOS makes of dashes',
      'myVM —from=203.0.113.7 —port=2222',
      { name: plain, from: { address: '203.0.113.7' }, port: 2222 },
    ],
    ['equals signs', 'from=203.0.113.7 myVM port=2222', { name: plain, from: { address: '203.0.113.7' }, port: 2222 }],
    ['one dash', 'myVM -port 23', { name: plain, port: 23 }],
    ['any case', 'myVM FROM 2001:DB8::7', { name: plain, from: { address: '2001:db8::7' }, port: 22 }],
    ['quotes', '“myVM” from="203.0.113.7"', { name: plain, from: { address: '203.0.113.7' }, port: 22 }],
    ['backticks', '`myVM`', { name: plain, port: 22 }],
    ['a range', 'myVM from 203.0.113.0/24', { name: plain, from: { address: '203.0.113.0/24' }, port: 22 }],
    ['a group', 'rg/myVM', { name: { kind: 'in-group', resourceGroup: 'rg', name: 'myVM' }, port: 22 }],
    ['an id', `${id} port 22`, { name: { kind: 'id', id }, port: 22 }],
    [
      'a VM that is called like an option, in its group',
      'rg/port port 23',
      { name: { kind: 'in-group', resourceGroup: 'rg', name: 'port' }, port: 23 },
    ],
    ['the ends of the range of ports', 'myVM port 65535', { name: plain, port: 65535 }],
  ])('takes %s', (_, text, request) => {
    expect(parseConnectCheck(text)).toEqual({ ok: true, request });
  });

  it('passes on the warning about an address that is not one of the internet', () => {
    const parsed = parseConnectCheck('myVM from 10.1.2.3');
    expect(parsed).toMatchObject({
      ok: true,
      request: { from: { address: '10.1.2.3', warning: expect.stringContaining('private') } },
    });
  });

  it.each([
    ['nothing', '', 'name of the VM is missing', '<vm>'],
    ['only options', 'from 203.0.113.7', 'name of the VM is missing', '<vm>'],
    ['a mistyped option', 'myVM --form 203.0.113.7', '`form`', '`from`'],
    ['a mistyped word', 'myVM form 203.0.113.7', '`form`', '`from`'],
    ['an option nobody knows', 'myVM --verbose', '`verbose`', '`from` and `port`'],
    ['an assignment nobody knows', 'myVM tag=x', '`tag`', '`from` and `port`'],
    ['a lone dash', 'myVM - x', 'dash', '`from` and `port`'],
    ['an option twice', 'myVM port 22 --port=22', 'given twice', 'once'],
    ['an option without a value', 'myVM from', 'value of `from` is missing', 'from'],
    ['an empty value', 'myVM port= 22', 'value of `port` is missing', 'port'],
    ['two VMs', 'myVM otherVM', '`otherVM`', 'one VM at a time'],
    ['an address without its word', 'myVM 203.0.113.7', '`203.0.113.7`', '`from 203.0.113.7`'],
    ['a port without its word', 'myVM 2222', '`2222`', '`port 2222`'],
    ['port 0', 'myVM port 0', 'not a port', '65535'],
    ['port 65536', 'myVM port 65536', 'not a port', '65535'],
    ['a named port', 'myVM port ssh', 'not a port', '65535'],
    ['a port in hexadecimal', 'myVM port 0x16', 'not a port', '65535'],
    ['a negative port', 'myVM port -22', 'not a port', '65535'],
    ['a host name as address', 'myVM from home.example', 'is a name', '203.0.113.7'],
    ['an open quote', 'myVM from "203.0.113.7', 'not closed', 'quote'],
    ['an open quote with marks in it', 'myVM `from <x', '`ˋfrom`', 'quote'],
    ['too much text', 'x'.repeat(5000), 'too long', '<vm>'],
    ['an impossible name', 'my@VM', '"@"', 'myVM'],
    ['a mention', '<@U123|alice>', '"@"', 'myVM'],
  ])('refuses %s and says what to type', (_, text, problem, hint) => {
    const parsed = parseConnectCheck(text);
    expect(parsed).toMatchObject({ ok: false });
    if (parsed.ok) return;
    expect(parsed.problem).toContain(problem);
    expect(parsed.hint).toContain(hint);
  });

  it('never throws, and never answers without a sentence', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        'from',
        'port',
        '--',
        '—',
        '=',
        '"',
        "'",
        '`',
        '/',
        '/subscriptions/',
        '::',
        '0/0',
        '<@U1|',
        '>',
        '%',
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const parsed = parseConnectCheck(pieces.join(''));
        if (!parsed.ok) {
          expect(parsed.problem).not.toBe('');
          expect(parsed.hint).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });
});
