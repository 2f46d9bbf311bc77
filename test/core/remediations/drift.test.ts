import { describe, expect, test } from 'vitest';
import type { SecurityRule } from '../../../src/core/facts.ts';
import { createNsg } from '../../../src/core/remediations/create-nsg.ts';
import { driftOf } from '../../../src/core/remediations/drift-of.ts';
import { expectedRules } from '../../../src/core/remediations/expected-rules.ts';
import { openPort } from '../../../src/core/remediations/open-port.ts';
import { nsg, rule } from '../checks/myvm.ts';
import { guardedBy, planFor, planned, requestId, shut } from './make.ts';

const other = nsg([], 'other');
const { plan } = planned(planFor(openPort, guardedBy(other, shut)));
const done = (priority?: number) => ({ status: 'done', atMs: 1, ...(priority !== undefined && { priority }) }) as const;
const sent = (priority?: number) => ({ ...done(priority), status: 'sent' }) as const;
const ruleIn = (group: typeof other, priority: number) => ({
  nsgId: group.id,
  name: `drawbridge-${requestId}`,
  priority,
  from: '203.0.113.7',
  to: '10.0.0.4',
  port: 22,
});

describe('expected', () => {
  test.each<[string, Parameters<typeof expectedRules>[1], ReturnType<typeof expectedRules>]>([
    ['nothing before it began', {}, []],
    ['nothing of what has no answer yet', { 0: sent(300) }, []],
    ['half of it', { 0: done(300), 1: sent(300) }, [ruleIn(other, 300)]],
    ['all of it', { 0: done(300), 1: done(310) }, [ruleIn(other, 300), ruleIn(shut, 310)]],
  ])('%s', (_, progress, expected) => {
    expect(expectedRules(plan, progress)).toEqual(expected);
  });

  test('of a new group only the rule', () => {
    const created = planned(planFor(createNsg, guardedBy(undefined, undefined))).plan;
    const rules = expectedRules(created, { 0: done(), 1: done(300), 2: done() });
    expect(rules.map(({ nsgId }) => nsgId)).toEqual([created.writes[0]?.path]);
  });
});

describe('drift', () => {
  const expected = ruleIn(shut, 300);
  const actual = rule({
    name: expected.name,
    priority: 300,
    protocol: 'TCP',
    sources: ['203.0.113.7'],
    destinations: ['10.0.0.4'],
  });
  test.each<[string, Partial<SecurityRule>]>([
    ['as it was written', {}],
    ['with masks', { sources: ['203.0.113.7/32'], destinations: ['10.0.0.4/32'] }],
    ['with a range of one port', { destinationPorts: ['22-22'], sourcePorts: ['0-65535'] }],
  ])('none: %s', (_, over) => {
    expect(driftOf(expected, { ...actual, ...over })).toEqual({ kind: 'none' });
  });

  test('vanished', () => {
    expect(driftOf(expected, undefined)).toEqual({ kind: 'vanished' });
  });

  test.each<[string, Partial<SecurityRule>, string]>([
    ['rewritten to Deny', { access: 'Deny' }, 'it denies'],
    ['turned round', { direction: 'Outbound' }, 'it is about what goes out'],
    ['for every protocol', { protocol: '*' }, 'its protocol is * and not TCP'],
    ['moved', { priority: 301 }, 'its priority is 301 and not 300'],
    ['for everybody', { sources: ['*'] }, 'its source is * and not 203.0.113.7'],
    [
      'for one more',
      { sources: ['203.0.113.7', '198.51.100.1'] },
      'its source is 203.0.113.7, 198.51.100.1 and not 203.0.113.7',
    ],
    ['for a group', { sources: [], sourceAsgIds: ['/x/web'] }, 'its source is web and not 203.0.113.7'],
    ['to everything', { destinations: ['*'] }, 'its destination is * and not 10.0.0.4'],
    ['to every port', { destinationPorts: ['*'] }, 'its port is * and not 22'],
    ['to another port', { destinationPorts: ['22', '3389'] }, 'its port is 22, 3389 and not 22'],
    ['from some ports', { sourcePorts: ['1024-2048'] }, 'its source ports are 1024-2048 and not *'],
  ])('%s', (_, over, what) => {
    expect(driftOf(expected, { ...actual, ...over })).toEqual({ kind: 'edited', what: [what] });
  });
});
