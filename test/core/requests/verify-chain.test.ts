import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chainHash, chainStart } from '../../../src/core/requests/chain.ts';
import type { ChainedEvent, NewEvent } from '../../../src/core/requests/event.ts';
import { verifyChain, verifyHead } from '../../../src/core/requests/verify-chain.ts';

function chainOf(events: readonly NewEvent[]): ChainedEvent[] {
  const links: ChainedEvent[] = [];
  for (const event of events) {
    const { seq, hash } = links.at(-1) ?? chainStart;
    links.push({ ...event, seq: seq + 1, prev: hash, hash: chainHash(seq + 1, hash, event) });
  }
  return links;
}

const events: NewEvent[] = Array.from({ length: 5 }, (_, index) => ({
  kind: 'reminded',
  atMs: index,
  actor: 'U0ALICE',
  ...(index % 2 === 0 && { requestId: 'abcdefghij' }),
  data: { index },
}));
const sound = chainOf(events);
const [first, second, third, fourth, fifth] = sound as [
  ChainedEvent,
  ChainedEvent,
  ChainedEvent,
  ChainedEvent,
  ChainedEvent,
];

test('the hash is over canonical JSON, and stays what it was in databases that exist', () => {
  const event: NewEvent = {
    kind: 'approved',
    atMs: 5,
    actor: 'U0BOB',
    requestId: 'abcdefghij',
    data: { b: 1, a: 'é' },
  };
  expect(chainHash(1, chainStart.hash, event)).toBe('f9c61922907a1c39609ea29d3d8436f53feaa773e4caa4108c092efc0c1f07c5');
});

describe('a chain', () => {
  test.each([
    ['is sound', sound, 'intact', undefined],
    ['is sound without events', [], 'intact', undefined],
    ['lacks its first', sound.slice(1), 'gap', 1],
    ['lacks one in the middle', [first, second, fourth, fifth], 'gap', 3],
    ['has two swapped in its order', [first, third, second, fourth, fifth], 'reordered', 2],
    ['has one twice', [first, second, second, third], 'reordered', 3],
    [
      'has two with their numbers swapped',
      [first, { ...third, seq: 2 }, { ...second, seq: 3 }, fourth, fifth],
      'reordered',
      2,
    ],
    ['has one in front of the first', [{ ...first, seq: 0 }, ...sound], 'reordered', 1],
    [
      'was renumbered behind a deleted one',
      [first, ...[third, fourth].map((each) => ({ ...each, seq: each.seq - 1 }))],
      'reordered',
      2,
    ],
    ['has another time', [first, { ...second, atMs: 9 }, third], 'changed', 2],
    ['has another actor', [first, { ...second, actor: 'U0EVE' }, third], 'changed', 2],
    ['has other data', [first, { ...second, data: { index: 7 } }, third], 'changed', 2],
    ['has another hash', [first, { ...second, hash: third.hash }, third], 'changed', 2],
    ['has an event that was hashed again alone', [first, rehashed({ ...second, actor: 'U0EVE' }), third], 'changed', 3],
  ] as const)('%s', (_, given, how, seq) => {
    const verdict = verifyChain(given);
    expect(verdict.kind === 'intact' ? 'intact' : verdict.how).toBe(how);
    if (verdict.kind === 'broken') expect(verdict.seq).toBe(seq);
  });

  test('is verified in stretches', () => {
    const verdict = verifyChain(sound.slice(0, 2));
    if (verdict.kind !== 'intact') throw new Error('It is sound');
    expect(verifyChain(sound.slice(2), verdict.head)).toEqual({ kind: 'intact', head: { seq: 5, hash: fifth.hash } });
    expect(verifyChain(sound.slice(3), verdict.head)).toMatchObject({ how: 'gap', seq: 3 });
  });

  test('ends where its head says, or its end was cut off', () => {
    const head = { seq: 5, hash: fifth.hash };
    expect(verifyHead(head, head).kind).toBe('intact');
    expect(verifyHead({ seq: 4, hash: fourth.hash }, head)).toEqual({ kind: 'broken', seq: 5, how: 'gap' });
    expect(verifyHead(head, { seq: 4, hash: fourth.hash })).toEqual({ kind: 'broken', seq: 5, how: 'head' });
    expect(verifyHead(head, { ...head, hash: fourth.hash })).toMatchObject({ how: 'head', seq: 5 });
  });
});

const newEvent: fc.Arbitrary<NewEvent> = fc.record({
  kind: fc.constantFrom('requested', 'approved', 'closed'),
  atMs: fc.integer(),
  actor: fc.string({ unit: 'binary' }),
  data: fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<string>),
});

test('any chain is sound, and without any one of its events it is not', () => {
  fc.assert(
    fc.property(fc.array(newEvent, { minLength: 1, maxLength: 12 }), fc.nat(), (given, at) => {
      const links = chainOf(given);
      const { seq, hash } = links.at(-1) ?? chainStart;
      expect(verifyChain(links)).toEqual({ kind: 'intact', head: { seq, hash } });
      const cut = links.toSpliced(at % links.length, 1);
      const verdict = verifyChain(cut);
      const ended = verdict.kind === 'intact' ? verifyHead(verdict.head, { seq, hash }) : verdict;
      expect(ended.kind).toBe('broken');
    }),
  );
});

test('any change of any event is found at that event', () => {
  fc.assert(
    fc.property(fc.array(newEvent, { minLength: 1, maxLength: 8 }), fc.nat(), newEvent, (given, at, other) => {
      const links = chainOf(given);
      const index = at % links.length;
      const changed = links.map((link, each) => (each === index ? { ...link, ...other } : link));
      fc.pre(chainHash(index + 1, '', other) !== chainHash(index + 1, '', given[index] ?? other));
      expect(verifyChain(changed)).toMatchObject({ kind: 'broken', seq: index + 1 });
    }),
  );
});

function rehashed(link: ChainedEvent): ChainedEvent {
  return { ...link, hash: chainHash(link.seq, link.prev, link) };
}
