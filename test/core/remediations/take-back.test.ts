import { expect, test } from 'vitest';
import { associatePublicIp } from '../../../src/core/remediations/associate-public-ip.ts';
import { createNsg } from '../../../src/core/remediations/create-nsg.ts';
import { takeBack } from '../../../src/core/remediations/take-back.ts';
import { guardedBy, planFor, planned, withoutIp } from './make.ts';

test.each([
  ['an address that would have stayed', planned(planFor(associatePublicIp, withoutIp(), { removeAtEnd: false })).plan],
  ['a group that would have stayed', planned(planFor(createNsg, guardedBy(undefined, undefined))).plan],
])('%s is taken back, the last step first', (_, plan) => {
  const back = takeBack(plan);
  expect(back.map(({ path }) => path)).toEqual(plan.writes.map(({ path }) => path).toReversed());
  expect(back.at(-1)).toMatchObject({ method: 'DELETE' });
  const edit = back.find(({ edits }) => edits !== undefined);
  expect(edit).toMatchObject({ method: 'PUT', edits: [{ value: null }] });
});

test('what was started stays started', () => {
  const write = { method: 'POST', path: '/vm/start', apiVersion: '2026-04-01', says: 'Start it' } as const;
  const vm = { id: '/vm', vmId: 'vm-1', privateAddress: '' };
  expect(takeBack({ vm, writes: [write], undo: [] })).toEqual([]);
});
