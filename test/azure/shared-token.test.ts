import { expect, test } from 'vitest';
import { sharedToken } from '../../src/azure/shared-token.ts';

const hourMs = 3_600_000;

function factory(lifeMs = hourMs) {
  const made: string[] = [];
  let credentials = 0;
  const make = () => {
    const credential = ++credentials;
    return {
      async getToken(_: unknown, options?: { claims?: string }) {
        made.push(`c${credential}t${made.length}${options?.claims ?? ''}`);
        return { token: made.at(-1) ?? '', expiresOnTimestamp: Date.now() + lifeMs };
      },
    };
  };
  return { made, make };
}

test('many who ask at once share one token', async () => {
  const { made, make } = factory();
  const token = sharedToken(make);
  const got = await Promise.all([1, 2, 3].map(() => token.getToken('s')));
  expect(new Set(got.map((each) => each?.token))).toEqual(new Set(['c1t0']));
  await token.getToken('s');
  expect(made).toHaveLength(1);
});

test('one that is about to run out is replaced', async () => {
  const { made, make } = factory(1000);
  const token = sharedToken(make);
  await token.getToken('s');
  await token.getToken('s');
  expect(made).toEqual(['c1t0', 'c1t1']);
});

test('one that was refused is forgotten with its credential, an older one is not', async () => {
  const { make } = factory();
  const token = sharedToken(make);
  await token.getToken('s');
  token.forget('Bearer another');
  expect((await token.getToken('s'))?.token).toBe('c1t0');
  token.forget('Bearer c1t0');
  expect((await token.getToken('s'))?.token).toBe('c2t1');
});

test('a claims challenge gets a new one, which then serves all', async () => {
  const { make } = factory();
  const token = sharedToken(make);
  await token.getToken('s');
  expect((await token.getToken('s', { claims: '!' }))?.token).toBe('c1t1!');
  expect((await token.getToken('s'))?.token).toBe('c1t1!');
});

test('whoever gives up does not keep the next one waiting', async () => {
  let asked = 0;
  const hanging = {
    getToken: () =>
      ++asked === 1
        ? new Promise<never>(() => {})
        : Promise.resolve({ token: 'x', expiresOnTimestamp: Date.now() + hourMs }),
  };
  const token = sharedToken(() => hanging);
  const controller = new AbortController();
  const first = token.getToken('s', { abortSignal: controller.signal });
  controller.abort();
  await expect(first).rejects.toMatchObject({ name: 'SignInFailed', timedOut: true });
  expect((await token.getToken('s'))?.token).toBe('x');
});

test('a credential that cannot be made is a failed sign-in, and is made again', async () => {
  let tries = 0;
  const token = sharedToken(() => {
    if (++tries === 1) throw new Error('bad tenant');
    return factory().make();
  });
  await expect(token.getToken('s')).rejects.toMatchObject({ name: 'SignInFailed' });
  expect((await token.getToken('s'))?.token).toBe('c1t0');
});
