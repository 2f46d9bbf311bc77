import { expect, test } from 'vitest';
import { loadWorld } from '../../sandbox/world/load.ts';
import { startStory } from './story.ts';

test('between the approval and the write nothing is read twice', async () => {
  await using story = await startStory(await loadWorld());
  await story.tell('alice> /vm open myVM from 203.0.113.7 for 1h because deploy');
  const { arm } = story.sandbox;
  arm.clearLog();
  await story.tell('bob in #vm-approvals> click "Approve"');
  const asked = arm.requests.filter(({ kind }) => kind === 'arm').map(({ method, path }) => `${method} ${path}`);
  const before = asked.slice(
    0,
    asked.findIndex((each) => each.startsWith('PUT ')),
  );
  expect(before.filter((each) => each.includes('/networkSecurityGroups/'))).toHaveLength(1);
  expect(new Set(before).size).toBe(before.length);
});
