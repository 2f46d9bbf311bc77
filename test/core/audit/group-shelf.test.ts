import { expect, test } from 'vitest';
import { generateNsgs } from '../../../bench/audit/generate-nsgs.ts';
import { nsgFromArm } from '../../../src/core/audit/arm/nsg-from-arm.ts';
import { createGroupShelf } from '../../../src/core/audit/group-shelf.ts';

test('what is put on it comes down as it was, as often as it is wanted', () => {
  const shelf = createGroupShelf();
  const groups = [...generateNsgs(300, 20, 'a shelf')].map((each) => nsgFromArm(each));
  const read = groups.flatMap((each) => (each.kind === 'read' ? [each] : []));
  const taken = read.map((each) => shelf.put(each));
  expect(read).toHaveLength(300);
  for (let round = 0; round < 2; round += 1) expect(taken.map((take) => take())).toEqual(read);
});

test('in any script, and of any size', () => {
  const shelf = createGroupShelf();
  const [one] = [...generateNsgs(1, 1)].map((each) => nsgFromArm(each));
  if (one?.kind !== 'read') throw new Error('not read');
  const tags = { owner: 'Zoë 東京 🛂', long: 'é'.repeat(2 ** 20) };
  const takes = [shelf.put({ ...one, tags }), shelf.put(one)];
  expect(takes.map((take) => take())).toEqual([{ ...one, tags }, one]);
});
