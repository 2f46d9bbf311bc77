import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadWorld } from '../../sandbox/world/load.ts';
import { type Story, startStory } from './story.ts';

let story: Story;
beforeEach(async () => {
  story = await startStory(await loadWorld());
  await story.tell(
    'alice> /vm open myVM from 203.0.113.7 for 1h because INC-1',
    'bob in #vm-approvals> click "Approve"',
  );
});
afterEach(() => story[Symbol.asyncDispose]());

const asks = (duration: string) => [
  'alice in @drawbridge> click "Extend"',
  `alice> choose "${duration}"`,
  'alice> submit',
];
const cards = (seen: string) => seen.match(/== .*Needs approval: more time for port 22/g) ?? [];

test('a form that is sent again, because its answer was lost, is one request', async () => {
  const seen = await story.tell(...asks('30 min'), 'slack> fault {"kind": "redelivered"}', ...asks('30 min'));
  // The approvers' card and the requester's.
  expect(cards(seen)).toHaveLength(2);
});

test('another time is not asked for while one waits', async () => {
  await story.tell(...asks('30 min'));
  expect(await story.tell(...asks('1 h'))).toContain('You have asked for this already');
});
