import { describe, expect, test } from 'vitest';
import type { ActionParams } from '../../../src/core/actions/action.ts';
import { planDigest } from '../../../src/core/actions/plan.ts';
import { getFile } from '../../../src/core/commands/get-file.ts';
import { runCommand } from '../../../src/core/commands/run-command.ts';
import type { VmFacts } from '../../../src/core/facts.ts';
import { facts, status, unreadable, vm } from '../checks/myvm.ts';
import { guardedBy, open, requestId, shut, withoutIp } from '../remediations/make.ts';

const over = { user: 'drawbridge', egress: '203.0.113.7', isInside: false };
const params: ActionParams = { from: '203.0.113.7', port: 22, over, command: { text: 'uptime', template: 'uptime' } };

function planned(bend: Partial<VmFacts> = {}, more: Partial<ActionParams> = {}) {
  return runCommand.plan({ facts: { ...facts, ...bend }, params: { ...params, ...more }, requestId });
}

function plan(...args: Parameters<typeof planned>) {
  const result = planned(...args);
  if (result.kind === 'refused') throw new Error(`${result.problem} ${result.hint}`);
  return result;
}

describe('how the bot gets there', () => {
  test('through the public address, where the rules let it in', () => {
    const { plan: made } = plan({ ...guardedBy(undefined, open) });
    expect(made).toMatchObject({
      writes: [],
      undo: [],
      act: { kind: 'run', address: '20.51.230.13', port: 22, user: 'drawbridge' },
    });
    expect(made).not.toHaveProperty('opensForMs');
    expect(made.vm).toMatchObject({ vmId: vm.vmId, privateAddress: '10.0.0.4' });
  });

  test('through a door of its own where they do not: narrow, and closed again', () => {
    const { plan: made, notes } = plan({ ...guardedBy(undefined, shut) });
    expect(made.writes.map(({ says }) => says)).toEqual(['Allow TCP 22 from 203.0.113.7 to 10.0.0.4 in myNSG']);
    expect(made.undo).toHaveLength(1);
    expect(made.opensForMs).toBeGreaterThan(5 * 60_000);
    expect(notes.join(' ')).toContain("opened to the bot's own address");
  });

  test('to the private address, where the bot is inside: no rule is made for it', () => {
    const { plan: made } = plan({ ...guardedBy(undefined, shut) }, { over: { ...over, isInside: true } });
    expect(made).toMatchObject({ writes: [], act: { address: '10.0.0.4', port: 22 } });
  });

  test('it simply tries where its own address is not configured', () => {
    const { user } = over;
    const { plan: made, notes } = plan({ ...guardedBy(undefined, shut) }, { over: { user, isInside: false } });
    expect(made).toMatchObject({ writes: [], act: { address: '20.51.230.13' } });
    expect(notes.join(' ')).toContain('`ssh.egress` is not configured');
  });

  test.each<[string, Partial<VmFacts>, Partial<ActionParams>, string]>([
    ['Windows', { vm: { ...vm, os: 'Windows' } }, {}, 'runs Windows'],
    ['a VM that is off', { status: { ...status, power: 'deallocated' } }, {}, 'is not running'],
    ['no public address', withoutIp(), {}, 'No public address leads to port 22'],
    [
      'an interface that cannot be read',
      { nics: [unreadable('network interface myNIC')] },
      {},
      'network interface myNIC',
    ],
    [
      'the other family',
      guardedBy(undefined, open),
      { over: { ...over, egress: '2001:db8::7' } },
      'The bot has an IPv6 address',
    ],
    ['a group that cannot be read', guardedBy(undefined, unreadable('network security group myNSG')), {}, ''],
  ])('%s', (name, bend, more, problem) => {
    const result = planned(bend, more);
    if (problem === '') {
      // What nobody can tell does not keep it from trying.
      expect(result).toMatchObject({ kind: 'planned', plan: { writes: [] } });
      return;
    }
    expect(result, name).toMatchObject({ kind: 'refused', problem: expect.stringContaining(problem) });
  });
});

test('where nothing can let it in, it points to what can be mended, not to what a person would ask for', () => {
  const result = planned({ ...guardedBy(undefined, undefined) });
  expect(result).toMatchObject({
    kind: 'refused',
    problem: expect.stringContaining('The bot itself is shut out, and cannot be let in'),
    hint: '`/vm connect-check myVM` shows what is in the way, and mends it.',
  });
});

test('the same request gives the same plan after its own door is open', () => {
  const before = plan({ ...guardedBy(undefined, shut) });
  const name = `drawbridge-${requestId}`;
  const own = { ...open.rules[0], name, sources: ['203.0.113.7'], priority: 100 } as (typeof open.rules)[number];
  const after = plan({ ...guardedBy(undefined, { ...shut, rules: [own, ...shut.rules] }) });
  expect(planDigest(after.plan)).toBe(planDigest(before.plan));
});

test('every byte of the command, who runs it, where it goes and who reads it is part of what is approved', () => {
  const digests = [
    plan(),
    plan({}, { command: { text: 'uptime ' } }),
    plan({}, { over: { ...over, user: 'root' } }),
    plan({}, { over: { ...over, answersIn: 'C0GENERAL' } }),
  ].map(({ plan: made }) => planDigest(made));
  expect(new Set(digests).size).toBe(digests.length);
});

test('a file goes the same way', () => {
  const result = getFile.plan({
    facts: { ...facts, ...guardedBy(undefined, open) },
    params: { from: '203.0.113.7', port: 22, over, path: '/var/log/syslog' },
    requestId,
  });
  expect(result).toMatchObject({ plan: { act: { kind: 'get', path: '/var/log/syslog', address: '20.51.230.13' } } });
});
