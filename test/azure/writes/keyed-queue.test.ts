import { expect, test } from 'vitest';
import { createKeyedQueue, lockKeyOf } from '../../../src/azure/writes/keyed-queue.ts';

const group = '/subscriptions/s/resourceGroups/rg/providers';

test.each([
  [
    'two rules of a group',
    'Microsoft.Network/networkSecurityGroups/n/securityRules/a',
    'MICROSOFT.network/networkSecurityGroups/N/securityRules/b',
    true,
  ],
  [
    'a rule and its group',
    'Microsoft.Network/networkSecurityGroups/n/securityRules/a',
    'Microsoft.Network/networkSecurityGroups/n',
    true,
  ],
  [
    'a VM and what is done to it',
    'Microsoft.Compute/virtualMachines/v/start',
    'Microsoft.Compute/virtualMachines/v/extensions/e',
    true,
  ],
  [
    'two groups',
    'Microsoft.Network/networkSecurityGroups/n/securityRules/a',
    'Microsoft.Network/networkSecurityGroups/m/securityRules/a',
    false,
  ],
  [
    'two policies of a region',
    'Microsoft.Security/locations/l/jitNetworkAccessPolicies/p/initiate',
    'Microsoft.Security/locations/l/jitNetworkAccessPolicies/q/initiate',
    false,
  ],
])('%s', (_, a, b, same) => {
  expect(lockKeyOf(`${group}/${a}`) === lockKeyOf(`${group}/${b}`)).toBe(same);
});

const never = new AbortController().signal;

/** Work that ends when it is told to; `begun` has the names in the order of their turns. */
function bench() {
  const queue = createKeyedQueue();
  const begun: string[] = [];
  const start = (name: string, key = 'k', signal = never) => {
    const done = Promise.withResolvers<string>();
    const ended = queue.run(key, signal, () => {
      begun.push(name);
      return done.promise;
    });
    return { ended, end: () => done.resolve(name), fail: () => done.reject(new Error(name)) };
  };
  return { begun, start };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('one key has one turn at a time, in the order of coming; another does not wait', async () => {
  const { begun, start } = bench();
  const [first, second, third, other] = [start('1'), start('2'), start('3'), start('o', 'other')];
  await turn();
  expect(begun).toEqual(['1', 'o']);
  first.fail();
  await expect(first.ended).rejects.toThrow('1');
  await turn();
  expect(begun).toEqual(['1', 'o', '2']);
  second.end();
  third.end();
  other.end();
  expect(await Promise.all([second.ended, third.ended, other.ended])).toEqual(['2', '3', 'o']);
});

test('whoever gives up waiting never runs, and lets nobody in front of what still does', async () => {
  const { begun, start } = bench();
  const giveUp = new AbortController();
  const [first, second] = [start('1'), start('2', 'k', giveUp.signal)];
  await turn();
  giveUp.abort(new Error('too late'));
  await expect(second.ended).rejects.toThrow('too late');
  const third = start('3');
  await turn();
  expect(begun).toEqual(['1']);
  first.end();
  third.end();
  await third.ended;
  expect(begun).toEqual(['1', '3']);
});
