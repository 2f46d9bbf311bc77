import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ruleName } from '../../../src/core/remediations/names.ts';
import {
  readDenySeal,
  readSeal,
  readTagSeal,
  type SealedPlace,
  sealTag,
  sealText,
} from '../../../src/core/remediations/seal.ts';

const key = 'a key that nobody else has';
const installation = 'prod-eu';
const owner = { installation, key };
const requestId = 'abcdefgh23';
const nsgId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/myNSG';
const closesAtMs = Date.UTC(2026, 6, 1, 12, 0, 0);
const name = ruleName(requestId);
const place: SealedPlace = { kind: 'rule', nsgId, name };
const text = sealText(place, { requestId, closesAtMs: closesAtMs + 999 }, owner);

test('says in words whose it is and when it closes', () => {
  expect(text).toMatch(
    /^Drawbridge prod-eu, request abcdefgh23, closes 2026-07-01T12:00:00Z, proof [A-Za-z0-9_-]{22}$/,
  );
});

test.each([
  ['as it was written', nsgId, name],
  ['with the ids in capitals', nsgId.toUpperCase(), name.toUpperCase()],
])('is own: %s', (_, id, ruleIs) => {
  expect(readSeal(id, ruleIs, text, key, installation)).toEqual({ kind: 'own', requestId, closesAtMs });
});

describe('forgeries are foreign', () => {
  const proof = text.slice(-22);
  const other = (change: Partial<typeof owner>) => sealText(place, { requestId, closesAtMs }, { ...owner, ...change });
  test.each([
    ['no description', nsgId, name, ''],
    ['words of somebody else', nsgId, name, 'Allow SSH for the on-call'],
    ['a copy in another group', `${nsgId}2`, name, text],
    ['a copy under another name', nsgId, `${name}-2`, text],
    ["a copy under another request's name", nsgId, ruleName('zzzzzzzz77'), text],
    ['a later closing time', nsgId, name, text.replace('12:00:00', '18:00:00')],
    ['an earlier closing time', nsgId, name, text.replace('2026-07-01', '2025-07-01')],
    ['a closing time that does not exist', nsgId, name, text.replace('2026-07-01', '2026-02-30')],
    ['no closing time', nsgId, name, text.replace('closes 2026-07-01T12:00:00Z', 'stays')],
    ['another request', nsgId, ruleName('zzzzzzzz77'), text.replace(requestId, 'zzzzzzzz77')],
    ['another installation', nsgId, name, other({ installation: 'dev' })],
    ['its own words under our installation', nsgId, name, other({ installation: 'dev' }).replace('dev', installation)],
    ['another key', nsgId, name, other({ key: 'guessed' })],
    ['a proof cut short', nsgId, name, text.slice(0, -1)],
    ['words behind the proof', nsgId, name, `${text} `],
    ['a line before', nsgId, name, `x\n${text}`],
    [
      'the proof of a resource',
      nsgId,
      name,
      sealText({ kind: 'resource', id: nsgId }, { requestId, closesAtMs }, owner),
    ],
  ])('%s', (_, id, ruleIs, description) => {
    const seal = readSeal(id, ruleIs, description, key, installation);
    expect(seal.kind).toBe('foreign');
    expect(seal.kind === 'foreign' && seal.why).toMatch(/^[A-Z].*\.$/);
  });

  test('any other proof', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{22}$/), (guess) => {
        fc.pre(guess !== proof);
        expect(readSeal(nsgId, name, text.replace(proof, guess), key, installation).kind).toBe('foreign');
      }),
    );
  });

  test('any one character changed, even those that base64 leaves open', () => {
    for (let at = 0; at < text.length; at += 1) {
      for (const letter of ['A', 'B', 'g', '0', '-', '_']) {
        if (text[at] === letter) continue;
        const changed = `${text.slice(0, at)}${letter}${text.slice(at + 1)}`;
        expect(readSeal(nsgId, name, changed, key, installation).kind).toBe('foreign');
      }
    }
  });
});

test('fits into a description, whatever it says', () => {
  const id = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,39}$/);
  const request = fc.stringMatching(/^[a-z2-7]{10}$/);
  const time = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) });
  fc.assert(
    fc.property(id, request, time, fc.string({ minLength: 1 }), (whose, made, closes, secret) => {
      const at = { kind: 'rule', nsgId, name: ruleName(made) } as const;
      const sealed = sealText(at, { requestId: made, closesAtMs: closes }, { installation: whose, key: secret });
      expect(sealed.length).toBeLessThanOrEqual(140);
      const closesAt = Math.floor(closes / 1000) * 1000;
      expect(readSeal(nsgId, at.name, sealed, secret, whose)).toEqual({
        kind: 'own',
        requestId: made,
        closesAtMs: closesAt,
      });
    }),
  );
});

test.each([
  ['an installation of capitals', { ...owner, installation: 'Prod' }, { requestId, closesAtMs }],
  ['a long installation', { ...owner, installation: 'x'.repeat(41) }, { requestId, closesAtMs }],
  ['an empty key', { ...owner, key: '' }, { requestId, closesAtMs }],
  ['a request that is none', owner, { requestId: 'x, closes never', closesAtMs }],
  ['a rule that would stay', owner, { requestId, closesAtMs: undefined }],
])('is not made for %s', (_, whose, content) => {
  expect(() => sealText(place, content, whose)).toThrow(RangeError);
});

describe('a tag', () => {
  const id = nsgId.replace('networkSecurityGroups/myNSG', 'publicIPAddresses/myIP');
  const tagged = (closes: number | undefined) =>
    sealText({ kind: 'resource', id }, { requestId, closesAtMs: closes }, owner);

  test.each([closesAtMs, undefined])('proves a resource that closes at %s', (closes) => {
    const tags = { team: 'x', [sealTag]: tagged(closes) };
    expect(readTagSeal(id.toUpperCase(), tags, owner)).toEqual({ kind: 'own', requestId, closesAtMs: closes });
  });

  test.each([
    ['none', id, {}],
    ['a copy on another resource', `${id}2`, { [sealTag]: tagged(undefined) }],
    ['one made to stay', id, { [sealTag]: tagged(closesAtMs).replace('closes 2026-07-01T12:00:00Z', 'stays') }],
    ['the proof of a rule', nsgId, { [sealTag]: text }],
  ])('%s is foreign', (_, at, tags) => {
    expect(readTagSeal(at, tags, owner).kind).toBe('foreign');
  });
});

describe('the seal of a rule that denies', () => {
  const place = { kind: 'rule', nsgId: '/nsgs/web', name: 'drawbridge-abcdefghij' } as const;
  const owner = { installation: 'test', key: 'secret' };
  const staying = sealText(place, { requestId: 'abcdefghij', closesAtMs: undefined, stays: true }, owner);
  const closing = sealText(place, { requestId: 'abcdefghij', closesAtMs: 1_800_000_000_000 }, owner);

  test.each<[string, string, string, 'own' | 'foreign']>([
    ['its own', place.name, staying, 'own'],
    ['its own with names in another case', place.name.toUpperCase(), staying, 'own'],
    ['under the name of another request', 'drawbridge-klmnopqrst', staying, 'foreign'],
    ['copied to the second rule of the request', `${place.name}-2`, staying, 'foreign'],
    ['that of a rule that lets in', place.name, closing, 'foreign'],
    ['edited', place.name, staying.replace('stays', 'stayed'), 'foreign'],
  ])('%s', (_, name, text, kind) => {
    expect(readDenySeal(place.nsgId, name, text, owner).kind).toBe(kind);
  });

  test('proves no rule that lets in: such a door would never close', () => {
    expect(readSeal(place.nsgId, place.name, staying, owner.key, owner.installation).kind).toBe('foreign');
  });
});
