import { describe, expect, it } from 'vitest';
import type { HostKeyParams } from '../../../src/core/actions/action.ts';
import type { Vm } from '../../../src/core/facts.ts';
import { trustHostKey } from '../../../src/core/host-keys/trust-host-key.ts';
import { facts, vm } from '../checks/myvm.ts';
import { planned, refusal } from '../remediations/make.ts';
import { sampleKeys } from './sample-keys.ts';

const { ed25519, rsa, otherEd25519 } = sampleKeys;
const hostKeys: HostKeyParams = {
  machineId: vm.vmId.toUpperCase(),
  keys: [ed25519, rsa],
  replaces: [],
  server: 'not-seen',
  remarks: ['Nobody looked.'],
};
const paramsWith = (given: Partial<HostKeyParams> = {}) => ({
  from: '',
  port: 22,
  hostKeys: { ...hostKeys, ...given },
});
const plan = (given: Partial<HostKeyParams> = {}, bend: Partial<Vm> = {}) =>
  trustHostKey.plan({
    facts: { ...facts, vm: { ...vm, ...bend } },
    params: paramsWith(given),
    requestId: 'abcdefghij',
  });

describe('trust-host-key', () => {
  it('is bound to the very machine, and changes nothing in Azure', () => {
    const { plan: made, notes } = planned(plan());
    expect(made).toEqual({
      vm: { id: vm.id, vmId: vm.vmId, privateAddress: '' },
      writes: [],
      undo: [],
      act: { kind: 'pin', keys: [ed25519, rsa], replaces: [] },
    });
    expect(notes[0]).toMatch(/not a VM that nobody broke into/);
    expect(notes[1]).toBe('Nobody looked.');
  });

  it.each<[string, Partial<HostKeyParams>]>([
    ['the first keys, whatever the server shows', { server: 'disagrees' }],
    ['others than before, where the server shows them too', { replaces: [otherEd25519], server: 'agrees' }],
  ])('plans %s', (_, given) => {
    expect(planned(plan(given)).plan.act).toMatchObject({ keys: [ed25519, rsa], replaces: given.replaces ?? [] });
  });

  it.each<[string, Partial<HostKeyParams>, Partial<Vm>, RegExp]>([
    ['a machine that was made anew', { machineId: 'another' }, {}, /made anew since.*another machine/],
    ['a machine that is being deleted', {}, { provisioningState: 'Deleting' }, /being deleted/],
    ['a machine without an id', {}, { vmId: '' }, /unique id/],
    [
      'others than before that the server was not seen to show',
      { replaces: [rsa] },
      {},
      /could not see.*reach its SSH port/,
    ],
    ['others than the server shows', { replaces: [rsa], server: 'disagrees' }, {}, /it shows others.*what answers/],
    ['more than a card holds', { keys: Array(9).fill(rsa) }, {}, /9 host keys/],
  ])('refuses %s', (_, given, bend, words) => {
    expect(refusal(plan(given, bend))).toMatch(words);
  });

  it('is asked for in words that say whether others were approved before', () => {
    expect(trustHostKey.asks('`myVM`', paramsWith())).toBe('trust the host keys of `myVM`');
    expect(trustHostKey.asks('`myVM`', paramsWith({ replaces: [rsa] }))).toMatch(/other host keys/);
  });
});
