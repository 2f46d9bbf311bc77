import { describe, expect, test } from 'vitest';
import { parseDuration } from '../../../src/core/text/duration.ts';
import { parseOpen } from '../../../src/core/text/parse-open.ts';

const hour = 3_600_000;
const plain = { name: { kind: 'plain', name: 'myVM' }, port: 22, breakGlass: false };

describe('parseOpen', () => {
  test.each([
    ['myVM', plain],
    ['myVM for 2h', { ...plain, durationMs: 2 * hour }],
    ['myVM for 2 hours', { ...plain, durationMs: 2 * hour }],
    ['myVM for 90 minutes port 2222', { ...plain, port: 2222, durationMs: 1.5 * hour }],
    ['for 1h30m myVM', { ...plain, durationMs: 1.5 * hour }],
    ['myVM from 203.0.113.7', { ...plain, from: { address: '203.0.113.7' } }],
    ['myVM —for=30m', { ...plain, durationMs: hour / 2 }],
    ['myVM because deploy INC-123', { ...plain, reason: 'deploy INC-123' }],
    ["myVM because it's down, from yesterday on", { ...plain, reason: "it's down, from yesterday on" }],
    ['myVM because “deploy of port 22”', { ...plain, reason: 'deploy of port 22' }],
    ['myVM for 1h because for the release', { ...plain, durationMs: hour, reason: 'for the release' }],
    ['myVM break-glass because production is down', { ...plain, breakGlass: true, reason: 'production is down' }],
    ['apps/because-vm', { ...plain, name: { kind: 'in-group', resourceGroup: 'apps', name: 'because-vm' } }],
  ])('%s', (text, request) => {
    expect(parseOpen(text)).toEqual({ ok: true, request });
  });

  test.each([
    ['', 'The name of the VM is missing.'],
    ['because I want to', 'The name of the VM is missing.'],
    ['myVM because', 'The reason is missing.'],
    ['myVM for ever', '`ever` is not a duration.'],
    ['myVM for 0h', '`0h` is no sensible duration.'],
    ['myVM for 5s', '`5s` is not a duration.'],
    ['myVM for 60d', '`60d` is no sensible duration.'],
    ['myVM for', 'The value of `for` is missing.'],
    ['myVM port 0', '`0` is not a port.'],
    ['myVM from nowhere', '`nowhere` is not an address.'],
    ['myVM otherVM', 'I cannot place `otherVM`.'],
    ['myVM --until 5', 'There is no option `until`.'],
    [`myVM because ${'x'.repeat(3000)}`, 'That is too long for this command.'],
  ])('%s', (text, problem) => {
    expect(parseOpen(text)).toMatchObject({ ok: false, problem, hint: expect.stringMatching(/\S.*[.?]$/) });
  });
});

test.each([
  ['30m', hour / 2],
  ['2H', 2 * hour],
  ['1h 30m', 1.5 * hour],
  ['1 day', 24 * hour],
  ['45 mins', 0.75 * hour],
])('a duration: %s', (text, ms) => expect(parseDuration(text)).toBe(ms));
