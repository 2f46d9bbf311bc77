import { describe, expect, it } from 'vitest';
import type { HostKeyVerdict } from '../../../src/core/host-keys/judge-host-key.ts';
import type { HostKeyReading } from '../../../src/core/host-keys/parse-host-key-reading.ts';
import { readingRemarks } from '../../../src/core/host-keys/reading-remarks.ts';
import { serverView, serverWords } from '../../../src/core/host-keys/server-view.ts';
import { verdictWords } from '../../../src/core/host-keys/verdict-words.ts';
import { sampleFingerprints, sampleKeys } from './sample-keys.ts';

const { ed25519, rsa, otherEd25519 } = sampleKeys;

describe('verdictWords', () => {
  const verdicts: readonly [HostKeyVerdict, RegExp][] = [
    [{ kind: 'unpinned' }, /No host key of `vm` is trusted yet.*approved/],
    [{ kind: 'trusted', besides: [] }, /were approved for `vm`.*safe/],
    [{ kind: 'trusted', besides: [rsa] }, /Not approved yet is RSA 3072/],
    [{ kind: 'other-machine', pinned: [rsa] }, /made anew under the same name.*expected/],
    [{ kind: 'changed', was: [ed25519], is: [otherEd25519] }, /has changed.*Do not connect.*backup.*load balancer/],
    [
      { kind: 'other-type', pinned: [ed25519], shown: [rsa] },
      /type that was approved \(ED25519 256\).*RSA 3072.*configuration/,
    ],
  ];

  it.each(verdicts)('says what is so and what to do: %j', (verdict, words) => {
    const { message, hint } = verdictWords(verdict, '`vm`');
    expect(`${message} ${hint}`).toMatch(words);
  });

  it('says something else for each', () => {
    expect(new Set(verdicts.map(([verdict]) => verdictWords(verdict, '`vm`').hint)).size).toBe(verdicts.length);
  });
});

describe('serverView', () => {
  const at = '20.51.230.13 port 22';
  it.each([
    ['the same', [ed25519, rsa], { kind: 'agrees' }, /shows the same keys/],
    ['fewer', [rsa], { kind: 'agrees' }, /shows the same keys/],
    [
      'another one',
      [rsa, otherEd25519],
      { kind: 'disagrees', strange: [otherEd25519] },
      /another key.*somebody in between/,
    ],
    ['none', [], { kind: 'not-seen' }, /no key of a type/],
  ])('%s', (_, keys, view, words) => {
    const seen = serverView([ed25519, rsa], { kind: 'looked', at, scanned: { kind: 'scanned', keys } });
    expect(seen).toMatchObject(view);
    expect(serverWords(seen)).toMatch(words);
  });

  it.each(['unreachable', 'failed'] as const)('%s is no agreement', (kind) => {
    const seen = serverView([ed25519], { kind: 'looked', at, scanned: { kind, because: 'nothing `answered`' } });
    expect(seen.kind).toBe('not-seen');
    expect(serverWords(seen)).toMatch(/could not be compared.*nothing ˋansweredˋ/);
  });
});

describe('readingRemarks', () => {
  const plain: HostKeyReading = {
    kind: 'read',
    keys: [ed25519],
    leftAside: [],
    toldBy: 'sshd',
    article: { kind: 'agrees', fingerprint: sampleFingerprints.ed25519 },
  };
  it.each<[string, Partial<HostKeyReading>, RegExp]>([
    [
      "the article's command that says something else",
      { article: { kind: 'disagrees', fingerprint: 'SHA256:a', computed: 'SHA256:b' } },
      /^\*.*`SHA256:a`.*`SHA256:b`\*.*Do not trust/,
    ],
    [
      "the article's key that is not served",
      { article: { kind: 'not served', fingerprint: 'SHA256:a' } },
      /does not use/,
    ],
    ['an sshd that does not tell', { toldBy: 'usual-files' }, /did not say which keys/],
    [
      'what was left aside',
      { leftAside: Array.from({ length: 6 }, () => ({ path: '/a`.pub', why: 'certificate' as const })) },
      /`\/aˋ\.pub` \(certificate\).* and 2 more/,
    ],
  ])('tells %s', (_, given, words) => {
    expect(readingRemarks({ ...plain, ...given }).join('\n')).toMatch(words);
  });

  it('has nothing to tell of an ordinary reading', () => {
    expect(readingRemarks(plain)).toEqual([]);
  });
});
