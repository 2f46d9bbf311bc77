import { expect, test } from 'vitest';
import { type KeyFormContent, keyForm, offerKeyForm } from '../../src/views/key-form.ts';
import { expectFits, expectViewFits, hostile } from './hostile.ts';

const hour = 3_600_000;

function content(bend: Partial<KeyFormContent> = {}): KeyFormContent {
  return {
    pendingId: 'p1',
    vm: { name: 'jump', resourceGroup: 'production', subscriptionId: 's1', subscriptionName: 'Contoso' },
    user: 'azureuser',
    vmAccess: false,
    durations: [hour, 2 * hour],
    initialDurationMs: hour,
    reason: { required: true, hint: undefined, initial: undefined },
    ...bend,
  };
}

const text = (bend: Partial<KeyFormContent> = {}) => JSON.stringify(keyForm(content(bend)).blocks);

test('it asks for the public key, and warns of the private one', () => {
  expect(text()).toMatch(/Never the private key/);
  expect(text()).toContain('"initial_value":"azureuser"');
  expect(text({ user: undefined })).not.toContain('initial_value');
  expect(text({ user: 'a;b' })).not.toContain('initial_value');
});

test('that an extension grants sudo is said', () => {
  expect(text({ vmAccess: true })).toMatch(/VMAccess extension.*grants sudo for good/);
  expect(text()).not.toMatch(/sudo/);
});

test('it fits whatever the VM and the user are called', () => {
  const bent = content({
    vm: { name: hostile, resourceGroup: hostile, subscriptionId: hostile, subscriptionName: hostile },
    user: hostile,
    vmAccess: true,
    durations: Array.from({ length: 200 }, (_, at) => (at + 1) * hour),
    reason: { required: false, hint: hostile, initial: undefined },
  });
  expectViewFits(keyForm(bent));
  expectFits(offerKeyForm(bent));
});
