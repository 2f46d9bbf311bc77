import { expect, test } from 'vitest';
import { prolongGrant } from '../../src/jobs/prolong-grant.ts';
import { aGrant, aRequest, askedAtMs } from '../core/requests/a-request.ts';
import { jobParts } from './parts.ts';

test('more time that was given just before a crash is not given and told again', async () => {
  const hourMs = 3_600_000;
  const parts = await jobParts({});
  await parts.store.requests.insert(aGrant(), [], []);
  const closesAtMs = askedAtMs + 2 * hourMs;
  const more = aRequest({ id: 'bbbbbbbbbb', state: 'executing', extends: 'abcdefghij', closesAtMs });
  await parts.store.requests.insert(more, [], []);
  expect(await prolongGrant('bbbbbbbbbb', parts)).toBe(true);
  expect(await prolongGrant('bbbbbbbbbb', parts)).toBe(true);
  expect((await parts.store.events.of('abcdefghij')).map(({ kind }) => kind)).toEqual(['extended']);
  expect(await parts.store.requests.get('abcdefghij')).toMatchObject({ state: 'active', closesAtMs });
});
