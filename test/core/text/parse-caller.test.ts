import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPrivateCaller, parseCaller } from '../../../src/core/text/parse-caller.ts';

describe('parseCaller', () => {
  it.each([
    ['IPv4', '203.0.113.7', '203.0.113.7'],
    ['a documentation range', '198.51.100.0/24', '198.51.100.0/24'],
    ['a whole address as a range', '203.0.113.7/32', '203.0.113.7'],
    ['everybody', '0.0.0.0/0', '0.0.0.0/0'],
    ['IPv6 in capitals', '2001:DB8:0:0::7', '2001:db8::7'],
    ['IPv6 in brackets', '[2001:db8::7]', '2001:db8::7'],
    ['an IPv6 range', '2001:db8::/32', '2001:db8::/32'],
    ['an IPv6 range in brackets', '[2001:db8::]/32', '2001:db8::/32'],
    ['IPv4 in IPv6', '::ffff:203.0.113.7', '203.0.113.7'],
  ])('takes %s', (_, text, address) => {
    expect(parseCaller(text)).toEqual({ ok: true, caller: { address } });
  });

  it.each([
    ['10.1.2.3', 'private'],
    ['172.31.0.1', 'private'],
    ['192.168.0.0/16', 'private'],
    ['fd00::1', 'private'],
    ['100.64.0.1', 'carrier'],
  ])('takes %s with a warning', (text, kind) => {
    expect(parseCaller(text)).toMatchObject({ ok: true, caller: { warning: expect.stringContaining(kind) } });
    expect(isPrivateCaller(text)).toBe(true);
  });

  it('does not take a range that reaches into the internet for private', () => {
    expect(isPrivateCaller('10.0.0.0/7')).toBe(false);
    expect(isPrivateCaller('0.0.0.0/0')).toBe(false);
  });

  it.each([
    ['nothing', '', 'missing'],
    ['a number too large', '203.0.113.256', 'four numbers'],
    ['leading zeros', '203.0.113.007', 'zeros in front'],
    ['the machine itself', '127.0.0.1', 'a loopback address'],
    ['the machine itself over IPv6', '::1', 'a loopback address'],
    ['a cable without a router', '169.254.1.1', 'a link-local address'],
    ['the same over IPv6', 'fe80::1', 'a link-local address'],
    ['a part of such a network', '127.0.0.0/16', 'a loopback address'],
    ['two addresses with a dash', '203.0.113.7-203.0.113.9', 'more than one address'],
    ['two addresses with a comma', '203.0.113.7,203.0.113.9', 'more than one address'],
    ['three numbers', '203.0.113', 'four numbers'],
    ['a mask too long', '203.0.113.0/33', 'mask'],
    ['a mask of numbers', '203.0.113.0/255.255.255.0', 'mask'],
    ['a zone', 'fe80::1%eth0', 'zone'],
    ['a port', '203.0.113.7:22', 'port'],
    ['a port behind IPv6', '[2001:db8::7]:22', 'port'],
    ['a name', 'home.example', 'is a name'],
    ['nobody', '0.0.0.0', 'Nobody'],
    ['multicast', '224.0.0.1', 'Nobody'],
    ['broadcast', '255.255.255.255', 'Nobody'],
    ["Azure's platform", '168.63.129.16', 'Nobody'],
    ['the unspecified address', '::', 'Nobody'],
    ['words', 'here', 'not an address'],
    ['very much text', 'x'.repeat(3000), 'not an address'],
  ])('refuses %s', (_, text, problem) => {
    expect(parseCaller(text)).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
  });

  it.each([
    ['203.0.113.7/24', '203.0.113.0/24', '203.0.113.7'],
    ['2001:db8::7/64', '2001:db8::/64', '2001:db8::7'],
  ])('names the network that %s lies in', (text, network, host) => {
    const parsed = parseCaller(text);
    expect(parsed).toMatchObject({ ok: false, problem: expect.stringContaining(`\`${network}\``) });
    expect(parsed).toMatchObject({ hint: expect.stringContaining(`\`${host}\``) });
  });

  it('never throws, and what it gives back it takes again unchanged', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.ipV4Extended(),
      fc.ipV4(),
      fc.ipV6(),
      fc.stringMatching(/^[\d.:/[\]a-f%]{0,24}$/),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const parsed = parseCaller(typed);
        if (parsed.ok) expect(parseCaller(parsed.caller.address)).toEqual(parsed);
      }),
      { numRuns: 1000 },
    );
  });
});
