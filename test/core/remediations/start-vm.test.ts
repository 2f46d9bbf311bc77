import { describe, expect, test } from 'vitest';
import type { PowerState, VmFacts } from '../../../src/core/facts.ts';
import { startVm } from '../../../src/core/remediations/start-vm.ts';
import { configuration, facts, nic, publicIp, status, unreadable, vm } from '../checks/myvm.ts';
import { params, planFor, planned, refusal } from './make.ts';

const power = (state: PowerState, over: Partial<VmFacts> = {}): Partial<VmFacts> => ({
  status: { ...status, power: state },
  ...over,
});

test('the plan, word by word', () => {
  const result = planned(planFor(startVm, power('deallocated')));
  expect(result.plan).toEqual({
    vm: { id: vm.id, vmId: vm.vmId, privateAddress: '' },
    writes: [
      { method: 'POST', path: `${vm.id}/start`, apiVersion: '2026-04-01', says: 'Start the virtual machine myVM' },
    ],
    undo: [],
  });
});

describe('planned', () => {
  const dynamic = [nic({ ipConfigurations: [configuration({ publicIp: { ...publicIp, allocation: 'Dynamic' } })] })];
  test.each<[string, Partial<VmFacts>, RegExp, RegExp]>([
    ['stopped', power('stopped'), /billed already/, /dynamic|capacity/],
    ['stopped, which keeps a dynamic address', power('stopped', { nics: dynamic }), /billed already/, /dynamic/],
    ['deallocated', power('deallocated'), /billed again.*no capacity/s, /dynamic/],
    ['deallocated, with a dynamic address', power('deallocated', { nics: dynamic }), /`myIP` is dynamic/, /never/],
    [
      'after a failure',
      power('stopped', { vm: { ...vm, provisioningState: 'Failed' } }),
      /last change of it failed/,
      /never/,
    ],
    ['Windows', power('stopped', { vm: { ...vm, os: 'Windows' } }), /billed/, /never/],
    ['with unreadable interfaces', power('stopped', { nics: [unreadable('network interface n')] }), /billed/, /never/],
  ])('%s', (_, over, words, notThese) => {
    const notes = planned(planFor(startVm, over)).notes.join('\n');
    expect(notes).toMatch(words);
    expect(notes).not.toMatch(notThese);
  });
});

describe('refused', () => {
  test.each<[string, Partial<VmFacts>, RegExp]>([
    ['running', power('running'), /running already/],
    ['starting', power('starting'), /starting already.*Wait/],
    ['stopping', power('stopping'), /stopping.*then ask again/],
    ['deallocating', power('deallocating'), /deallocated at the moment.*ask again/],
    ['not known', power('unknown'), /may run or not/],
    ['not readable', { status: unreadable('status of myVM') }, /without the status of myVM/],
    ['updating', power('stopped', { vm: { ...vm, provisioningState: 'Updating' } }), /changing.*`Updating`/],
    ['creating', power('stopped', { vm: { ...vm, provisioningState: 'Creating' } }), /changing/],
    ['deleting', power('stopped', { vm: { ...vm, provisioningState: 'Deleting' } }), /being deleted/],
  ])('%s', (_, over, words) => {
    expect(refusal(planFor(startVm, over))).toMatch(words);
  });
});

test.each<[PowerState, string]>([
  ['running', 'pass'],
  ['starting', 'fail'],
  ['deallocated', 'fail'],
])('verified: %s', (state, expected) => {
  expect(startVm.verify({ ...facts, ...power(state) }, params).status).toBe(expected);
});
