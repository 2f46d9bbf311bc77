import { describe, expect, it } from 'vitest';
import type { VmCandidate } from '../../src/core/vm-name.ts';
import { actionIds, addressForm } from '../../src/views/action-ids.ts';
import { addressModal, askAddress } from '../../src/views/ask-address.ts';
import { help } from '../../src/views/help.ts';
import { home } from '../../src/views/home.ts';
import { addressForgotten, addressRemembered, rememberedAddress } from '../../src/views/my-ip.ts';
import { bug, problem } from '../../src/views/problem.ts';
import { vmNotFound } from '../../src/views/vm-not-found.ts';
import { vmPicker } from '../../src/views/vm-picker.ts';
import { expectFits, expectViewFits, hostile } from './hostile.ts';

const json = (value: unknown) => JSON.stringify(value);
const commands = (count: number, text: string) => Array.from({ length: count }, () => ({ usage: text, summary: text }));

describe('vmPicker', () => {
  const candidates = (count: number, text?: string): VmCandidate[] =>
    Array.from({ length: count }, (_, at) => ({
      id: `id${at}`,
      name: text ?? 'web',
      resourceGroup: text ?? `group${at}`,
      subscriptionId: '11111111-2222-3333-4444-555555555555',
      ...(at % 2 === 0 && { subscriptionName: text ?? 'Production' }),
      location: text ?? 'westeurope',
      nicIds: [],
    }));

  it('has a button for each of a few, with group and subscription', () => {
    const picker = vmPicker({ pendingId: 'p1', vm: 'web', candidates: candidates(2) });
    expect(json(picker)).toMatch(/group0.*Production.*"value":"p1:0".*group1.*1111.*"value":"p1:1"/);
    expect(picker.blocks).toHaveLength(3);
    expectFits(picker);
  });

  it('has a menu for many, and says how many are left out', () => {
    const picker = vmPicker({ pendingId: 'p1', vm: 'web', candidates: candidates(130) });
    const menu = picker.blocks.find((block) => block.type === 'actions')?.elements[0];
    expect(menu).toMatchObject({ type: 'static_select', action_id: actionIds.pickVm });
    expect(menu?.type === 'static_select' && menu.options?.at(-1)?.value).toBe('p1:99');
    expect(json(picker)).toContain('30 more are');
    expectFits(picker);
  });

  it('counts those that were not even read', () => {
    const picker = vmPicker({ pendingId: 'p1', vm: 'web', candidates: candidates(2000), more: 5000 });
    expect(picker.text).toContain('7000 VMs are called');
    expect(json(picker)).toContain('6900 more are not in the menu');
    expect(json(vmPicker({ pendingId: 'p1', vm: 'web', candidates: candidates(101) }))).toContain('1 more is not');
  });

  it.each([1, 5, 6, 100, 101, 1000])('fits with %s VMs of any name', (count) => {
    expectFits(vmPicker({ pendingId: 'p1', vm: hostile, candidates: candidates(count, hostile) }));
  });
});

describe('vmNotFound', () => {
  it.each([
    ['wbe', ['web'], 'Did you mean `web`?'],
    ['web', [], 'Check the spelling'],
    ['20.51.230.13', [], 'That looks like an address'],
  ])('says of %s what to do', (name, near, hint) => {
    const shown = vmNotFound({ kind: 'plain', name }, near);
    expect(shown.text).toContain(hint);
    expectFits(shown);
  });
});

describe('the question for the address', () => {
  it('carries the pending id and one input', () => {
    const modal = addressModal({ pendingId: 'p1', vm: 'myVM' });
    expect(modal).toMatchObject({ callback_id: addressForm.callbackId, private_metadata: 'p1' });
    expect(modal.blocks.filter(({ type }) => type === 'input')).toMatchObject([
      { block_id: addressForm.blockId, element: { action_id: addressForm.actionId } },
    ]);
    expect(json(modal)).toContain('curl -4 https://ifconfig.co');
  });

  it('fits whatever the name is', () => {
    expectViewFits(addressModal({ pendingId: 'p1', vm: hostile }));
    expectFits(askAddress({ pendingId: 'p1', vm: hostile }));
  });

  it('has a button where the form could not be opened', () => {
    expect(json(askAddress({ pendingId: 'p1', vm: 'myVM' }))).toMatch(/"action_id":"connect-check:ask".*"value":"p1"/);
  });
});

describe('help and home', () => {
  it('list every command as it is typed', () => {
    const listed = [{ usage: '/vm connect-check <vm>', summary: 'Check a VM' }];
    expect(json(help(listed).blocks)).toContain('`/vm connect-check &lt;vm&gt;`');
    expect(json(home(listed).blocks)).toContain('`/vm connect-check &lt;vm&gt;`');
    expectFits(help(listed));
    expectViewFits(home(listed));
  });

  it.each([0, 1, 24, 200])('fit with %s commands', (count) => {
    expectFits(help(commands(count, hostile)));
    expectViewFits(home(commands(count, hostile)));
  });
});

describe('problems', () => {
  it('say what is wrong and what to do', () => {
    const shown = problem({ message: 'No VM is called `x`.', hint: 'Try `y`.' });
    expect(shown.text).toBe('No VM is called `x`. Try `y`.');
    expect(json(shown.blocks)).toMatch(/No VM is called `x`.*Try `y`/);
  });

  it('name the reference of a bug', () => {
    expect(bug('ref-1').text).toContain('`ref-1`');
  });

  it('fit whatever Azure says', () => {
    expectFits(problem({ message: hostile, hint: hostile }));
    expectFits(bug(hostile));
  });
});

describe('my-ip', () => {
  it('shows the address and its warning', () => {
    expect(json(addressRemembered({ address: '10.0.0.1', warning: 'Mind this.' }))).toMatch(/`10\.0\.0\.1`.*Mind this/);
    expect(rememberedAddress('203.0.113.7').text).toContain('`203.0.113.7`');
  });

  it('says how to find the address when none is known', () => {
    expect(json(rememberedAddress(undefined))).toContain('curl -4 https://ifconfig.co');
  });

  it('fits', () => {
    for (const shown of [
      addressForgotten(),
      rememberedAddress(undefined),
      rememberedAddress(hostile),
      addressRemembered({ address: hostile, warning: hostile }),
    ]) {
      expectFits(shown);
    }
  });
});
