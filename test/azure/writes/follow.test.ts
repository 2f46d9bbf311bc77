import { createHttpHeaders } from '@azure/core-rest-pipeline';
import { expect, test } from 'vitest';
import type { ArmAnswer } from '../../../src/azure/arm-answer.ts';
import { follow } from '../../../src/azure/writes/follow.ts';
import type { Json } from '../../../src/core/canonical-json.ts';

const endpoint = 'https://arm.test';
const operation = `${endpoint}/operations/1`;
const location = `${endpoint}/operations/1?monitor=true`;
const run = { method: 'POST', path: '/vms/web/runCommand', apiVersion: '2024-07-01' } as const;
const output = { value: [{ code: 'ProvisioningState/succeeded', message: 'x' }] };

function answer(status: number, body?: Json, headers: Record<string, string> = {}): ArmAnswer {
  return { status, headers: createHttpHeaders(headers), body, asError: () => new Error(String(status)) };
}

const succeeded = answer(200, { status: 'Succeeded' });
const both = { 'Azure-AsyncOperation': operation, Location: location };

async function followed(first: ArmAnswer, polls: Record<string, (ArmAnswer | undefined)[]>, path: string = run.path) {
  const asked: string[] = [];
  const end = await follow(
    first,
    { ...run, path },
    {
      endpoint,
      pollMs: 1,
      async poll(url) {
        asked.push(url);
        const [next, ...rest] = polls[url] ?? [];
        if (rest.length > 0) polls[url] = rest;
        return next;
      },
      pause: async () => {},
    },
  );
  return { end, asked };
}

test.each([
  [
    'the operation has the output',
    both,
    {
      [operation]: [
        answer(200, { status: 'InProgress' }),
        answer(200, { status: 'Succeeded', properties: { output } }),
      ],
    },
    { kind: 'succeeded', output },
  ],
  [
    'only the location has it, after a while',
    both,
    { [operation]: [succeeded], [location]: [answer(202), undefined, answer(200, output)] },
    { kind: 'succeeded', output },
  ],
  [
    'there is only a location',
    { Location: location },
    { [location]: [answer(202), answer(200, output)] },
    { kind: 'succeeded', output },
  ],
  [
    'the operation may not be read',
    both,
    { [operation]: [answer(403)], [location]: [answer(200, output)] },
    { kind: 'succeeded', output },
  ],
  ['neither may be read', both, { [operation]: [answer(403)], [location]: [answer(403)] }, { kind: 'lost' }],
  ['none has it', both, { [operation]: [succeeded], [location]: [answer(200)] }, { kind: 'succeeded' }],
  ['the location is gone', both, { [operation]: [succeeded], [location]: [answer(404)] }, { kind: 'succeeded' }],
  [
    'it failed',
    both,
    { [operation]: [answer(200, { status: 'Failed', error: { code: 'Odd', message: 'no' } })] },
    { kind: 'failed', failure: { code: 'Odd' } },
  ],
  [
    'the location leads elsewhere',
    { ...both, Location: 'https://elsewhere.test/x' },
    { [operation]: [succeeded], 'https://elsewhere.test/x': [answer(200, output)] },
    { kind: 'succeeded' },
  ],
])('a script: %s', async (_, headers, polls, expected) => {
  const { end, asked } = await followed(answer(202, undefined, headers as never), polls as never);
  expect(end).toMatchObject(expected);
  if (!('output' in expected)) expect(end).not.toHaveProperty('output');
  expect(asked.filter((url) => !url.startsWith(endpoint))).toEqual([]);
});

test('whoever answers with nothing is not asked for it', async () => {
  const { end, asked } = await followed(answer(202, undefined, both), { [operation]: [succeeded] }, '/vms/web/start');
  expect(end).toEqual({ kind: 'succeeded' });
  expect(asked).toEqual([operation]);
});
