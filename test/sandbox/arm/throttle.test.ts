import { expect, test } from 'vitest';
import { Throttle } from '../../../sandbox/arm/throttle.ts';
import { scriptClock } from '../../../sandbox/clock.ts';
import { call } from './call.ts';
import { otherSubscriptionId, smallWorld, subscriptionId, vmId } from './small-world.ts';
import { start } from './start.ts';

function passes(throttle: Throttle, method: string, scope = subscriptionId): number {
  for (let count = 0; count < 1000; count += 1) {
    try {
      throttle.take(scope, method, '/x');
    } catch (error) {
      expect(error).toMatchObject({
        status: 429,
        code: 'SubscriptionRequestsThrottled',
        headers: { 'Retry-After': '1' },
      });
      return count;
    }
  }
  return Number.POSITIVE_INFINITY;
}

test.each([
  ['GET', 250, 25],
  ['PUT', 200, 10],
  ['POST', 200, 10],
  ['DELETE', 200, 10],
])('%s: a burst of %i, then %i a second', (method, burst, perSecond) => {
  const clock = scriptClock(0);
  const throttle = new Throttle(clock, true);
  expect(passes(throttle, method)).toBe(burst);
  clock.advance(1000);
  expect(passes(throttle, method)).toBe(perSecond);
  clock.advance(60_000);
  expect(passes(throttle, method)).toBe(burst);
});

test('subscriptions and families have buckets of their own', () => {
  const throttle = new Throttle(scriptClock(0), true);
  expect(passes(throttle, 'GET')).toBe(250);
  expect(passes(throttle, 'GET', otherSubscriptionId)).toBe(250);
  expect(passes(throttle, 'DELETE')).toBe(200);
});

test('the headers count down, the global ones from fifteen times as much', () => {
  const throttle = new Throttle(scriptClock(0), true);
  throttle.take(subscriptionId, 'GET', '/x');
  expect(throttle.take(subscriptionId, 'GET', '/x')).toEqual({
    'x-ms-ratelimit-remaining-subscription-reads': '248',
    'x-ms-ratelimit-remaining-subscription-global-reads': '3748',
  });
});

test('one that is switched off refuses nothing', () => {
  expect(passes(new Throttle(scriptClock(0), false), 'GET')).toBe(Number.POSITIVE_INFINITY);
});

test('over the wire a throttled request has a Retry-After', async () => {
  const clock = scriptClock(Date.UTC(2026, 0, 1));
  const arm = await start({ clock, fast: false, world: smallWorld() });
  const authorization = `Bearer ${arm.issueToken().accessToken}`;
  let answer = await call(arm, 'GET', vmId, { authorization });
  for (let count = 0; count < 300 && answer.status === 200; count += 1) {
    answer = await call(arm, 'GET', vmId, { authorization });
  }
  expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
  clock.advance(1000);
  expect(await call(arm, 'GET', vmId, { authorization })).toMatchObject({ status: 200 });
});
