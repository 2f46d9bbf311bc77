import { describe, expect, test } from 'vitest';
import type { Survey, TrackedFinding, Waiver } from '../../../src/core/audit/audit-run.ts';
import { compareRuns } from '../../../src/core/audit/compare-runs.ts';
import { extentOf } from '../../../src/core/audit/extent.ts';
import type { Finding } from '../../../src/core/audit/finding.ts';
import { dayMs, finding, path, survey, tracked, waiver } from './make.ts';

const nowMs = 5 * dayMs;
const a = finding('a');
const sameButs = (parts: Partial<Finding>) => survey({ findings: [{ ...a, ...parts }] });
const refused = (...ids: string[]) => ({
  subscriptions: {
    answered: ['s1', 's2'].filter((id) => !ids.includes(id)).map((id) => ({ id })),
    unread: ids.map((id) => ({ id, reason: 'forbidden' as const, because: 'It was refused.' })),
  },
  status: 'partial' as const,
});

/** The run in short: name, change, days since first seen, severity before, waived or lapsed. */
function inShort(all: readonly TrackedFinding[]): string {
  return all
    .map(({ finding: { name }, change, firstSeenAtMs, before, waiver: held, lapsedWaiver }) =>
      [
        name,
        change,
        `day ${firstSeenAtMs / dayMs}`,
        ...(before === undefined ? [] : [`was ${before.severity} ${before.publicIpv4Addresses}`]),
        ...(held === undefined ? [] : ['waived']),
        ...(lapsedWaiver === undefined ? [] : ['lapsed']),
      ].join(' '),
    )
    .join(', ');
}

interface Row {
  readonly statement: string;
  readonly before?: readonly TrackedFinding[];
  readonly survey: Survey;
  readonly waivers?: readonly Waiver[];
  readonly atMs?: number;
  readonly answer: string;
}

function check(rows: readonly Row[]) {
  test.each(rows)('$statement', ({ before = [tracked(a)], survey: now, waivers = [], atMs = nowMs, answer }) => {
    expect(inShort(compareRuns(before, now, waivers, atMs))).toBe(answer);
  });
}

describe('what became of a finding', () => {
  check([
    { statement: 'seen for the first time', before: [], survey: sameButs({}), answer: 'a new day 5' },
    { statement: 'as it was', survey: sameButs({}), answer: 'a unchanged day 1' },
    {
      statement: 'a worse severity',
      before: [tracked({ ...a, severity: 'medium' })],
      survey: sameButs({}),
      answer: 'a worse day 1 was medium 1000',
    },
    {
      statement: 'a worse verdict of the same severity',
      before: [tracked({ ...a, verdict: 'partial' })],
      survey: sameButs({}),
      answer: 'a worse day 1 was critical 1000',
    },
    {
      statement: 'twice as many addresses',
      survey: sameButs({ publicIpv4Addresses: 2000 }),
      answer: 'a worse day 1 was critical 1000',
    },
    {
      statement: 'not quite twice as many',
      survey: sameButs({ publicIpv4Addresses: 1999 }),
      answer: 'a unchanged day 1',
    },
    {
      statement: 'addresses where there were none',
      before: [tracked({ ...a, publicIpv4Addresses: 0 })],
      survey: sameButs({ publicIpv4Addresses: 1 }),
      answer: 'a worse day 1 was critical 0',
    },
    {
      statement: 'none where there were none',
      before: [tracked({ ...a, publicIpv4Addresses: 0 })],
      survey: sameButs({ publicIpv4Addresses: 0 }),
      answer: 'a unchanged day 1',
    },
    {
      statement: 'a better severity',
      survey: sameButs({ severity: 'high' }),
      answer: 'a better day 1 was critical 1000',
    },
    {
      statement: 'half the addresses',
      survey: sameButs({ publicIpv4Addresses: 500 }),
      answer: 'a better day 1 was critical 1000',
    },
    {
      statement: 'a better severity, but a worse verdict',
      before: [tracked({ ...a, verdict: 'partial' })],
      survey: sameButs({ severity: 'medium' }),
      answer: 'a worse day 1 was critical 1000',
    },
    {
      statement: 'open, and now it cannot be told: not better',
      survey: sameButs({ verdict: 'unknown', severity: 'medium', publicIpv4Addresses: 0 }),
      answer: 'a unchanged day 1',
    },
    {
      statement: 'closed, and now it cannot be told',
      before: [tracked({ ...a, verdict: 'closed' })],
      survey: sameButs({ verdict: 'unknown' }),
      answer: 'a worse day 1 was critical 1000',
    },
    {
      statement: 'it could not be told, and is open',
      before: [tracked({ ...a, verdict: 'unknown' })],
      survey: sameButs({}),
      answer: 'a worse day 1 was critical 1000',
    },
    {
      statement: 'it could not be told, and is narrow',
      before: [tracked({ ...a, verdict: 'unknown' })],
      survey: sameButs({ verdict: 'narrow' }),
      answer: 'a better day 1 was critical 1000',
    },
    {
      statement: 'a path that is no longer known is not better',
      survey: sameButs({ severity: 'high', paths: [path({ isOpen: 'unknown' })] }),
      answer: 'a unchanged day 1',
    },
    { statement: 'there and in order', survey: survey({ healed: [a.key] }), answer: 'a resolved day 1' },
    { statement: 'there no more', survey: survey({ vanished: [a.key] }), answer: 'a vanished day 1' },
    { statement: 'neither found nor told of', survey: survey(), answer: 'a unknown day 1' },
    {
      statement: 'resolved is told once',
      before: [tracked(a, { change: 'resolved' })],
      survey: survey({ healed: [a.key] }),
      answer: '',
    },
    { statement: 'vanished is told once', before: [tracked(a, { change: 'vanished' })], survey: survey(), answer: '' },
    {
      statement: 'one that was resolved and comes back is new',
      before: [tracked(a, { change: 'resolved' })],
      survey: sameButs({}),
      answer: 'a new day 5',
    },
    {
      statement: 'those that are gone come last',
      before: [tracked(a), tracked(finding('b'))],
      survey: survey({ findings: [finding('c'), finding('b')], healed: [a.key] }),
      answer: 'c new day 5, b unchanged day 1, a resolved day 1',
    },
  ]);
});

/** A /8 to one host of two. */
const part: Finding = { ...a, verdict: 'partial', kinds: ['source-range'], severity: 'high', hosts: 2 };

describe('a kind of exposure that was not there', () => {
  const rows: readonly (readonly [string, Partial<Finding>, Partial<Finding>, string])[] = [
    ['every address of Azure gets in too', {}, { kinds: ['source-range', 'azure-cloud'] }, 'worse'],
    ['IPv6 gets in too', {}, { kinds: ['source-range', 'ipv6'], publicIpv6Share: 1 }, 'worse'],
    ['twice as much of IPv6', { publicIpv6Share: 0.1 }, { publicIpv6Share: 0.2 }, 'worse'],
    ['somewhat more of IPv6', { publicIpv6Share: 0.1 }, { publicIpv6Share: 0.19 }, 'unchanged'],
    ['a route lets in too', {}, { kinds: ['source-range', 'virtual-network-route'] }, 'worse'],
    ['sixty hosts instead of one', { hosts: 1 }, { hosts: 60 }, 'worse'],
    ['a third host', {}, { hosts: 3 }, 'unchanged'],
    ['hosts where they were not known', { hosts: undefined as never }, { hosts: 60 }, 'unchanged'],
    ['all hosts instead of some', { kinds: ['source-range', 'some-destinations'] }, {}, 'worse'],
    ['some hosts instead of all', {}, { kinds: ['source-range', 'some-destinations'] }, 'better'],
    ['Azure gets in no more', { kinds: ['source-range', 'azure-cloud'] }, {}, 'better'],
    [
      'all of the internet is shut out, and all of Azure is in',
      { verdict: 'open', kinds: ['all-internet'] },
      { kinds: ['azure-cloud'], publicIpv4Addresses: 0 },
      'better',
    ],
    [
      'to one host all of the internet, and now an allow-list to all',
      { kinds: ['some-destinations'] },
      { verdict: 'narrow', publicIpv4Addresses: 5 },
      'better',
    ],
  ];
  test.each(rows)('%s', (_, was, is, change) => {
    const [now] = compareRuns([tracked({ ...part, ...was })], sameButs({ ...part, ...is }), [], nowMs);
    expect(now?.change).toBe(change);
  });

  test.each(rows.filter(([, , , change]) => change === 'worse'))('is not waived: %s', (_, was, is) => {
    const before = { ...part, ...was };
    const held = waiver(before, { covers: extentOf(before) });
    const now = sameButs({ ...part, ...is });
    expect(inShort(compareRuns([tracked(before, { waiver: held })], now, [held], nowMs))).toContain('lapsed');
  });

  test('a waiver of before kinds were looked at goes on to cover what it covered', () => {
    const now = sameButs({ ...part, kinds: ['source-range', 'azure-cloud'], publicIpv6Share: 1, hosts: 60 });
    expect(inShort(compareRuns([tracked(part)], now, [waiver(part)], nowMs))).toContain('waived');
  });
});

describe('what is only not known this time', () => {
  const medium: Finding = { ...a, severity: 'medium' };
  const dark = path({ isOpen: 'unknown' });
  const changes = (...runs: readonly Partial<Finding>[]) => {
    let before = [tracked(medium)];
    return runs.map((parts) => {
      before = compareRuns(before, sameButs(parts), [], nowMs);
      return before[0]?.change;
    });
  };
  test.each<[string, readonly Partial<Finding>[], readonly string[]]>([
    [
      'a group or admin rules could not be read: it is shown as bad as it may be, and has not become worse',
      [{ severity: 'high', atLeast: 'medium', paths: [dark] }],
      ['unchanged'],
    ],
    [
      'nor is it better when it is read again',
      [{ severity: 'high', atLeast: 'medium', paths: [dark] }, { severity: 'medium' }],
      ['unchanged', 'unchanged'],
    ],
    ['what is worse all the same is worse', [{ severity: 'critical', atLeast: 'high', paths: [path()] }], ['worse']],
    [
      'it is told once, by what it may be',
      [{ severity: 'critical', atLeast: 'high' }, { severity: 'critical' }],
      ['worse', 'unchanged'],
    ],
    [
      'what turns out to be so bad is worse than it was known to be',
      [{ severity: 'high', atLeast: 'medium', paths: [dark] }, { severity: 'high' }],
      ['unchanged', 'worse'],
    ],
    [
      'a critical one that is dark for a day is no news when it is seen again',
      [
        { severity: 'critical' },
        { severity: 'high', atLeast: 'medium', paths: [dark] },
        { severity: 'high', atLeast: 'medium', paths: [dark] },
        { severity: 'critical' },
      ],
      ['worse', 'unchanged', 'unchanged', 'unchanged'],
    ],
    [
      'what is better although a machine may run is better',
      [{ severity: 'critical' }, { severity: 'high', atLeast: 'low', paths: [path({ isOpen: true })] }],
      ['worse', 'better'],
    ],
    ['more addresses count, whatever is dark', [{ atLeast: 'medium', publicIpv4Addresses: 2000 }], ['worse']],
  ])('%s', (_, runs, answer) => {
    expect(changes(...runs)).toEqual(answer);
  });

  test('does not end a waiver', () => {
    const held = waiver(medium);
    const now = sameButs({ severity: 'critical', atLeast: 'medium' });
    expect(inShort(compareRuns([tracked(medium, { waiver: held })], now, [held], nowMs))).toBe(
      'a unchanged day 1 waived',
    );
  });

  test('is remembered while its subscription cannot be read', () => {
    const before = tracked({ ...a, severity: 'high', atLeast: 'medium' }, { lastKnown: extentOf(medium) });
    const kept = compareRuns([before], survey(refused('s1')), [], nowMs);
    expect(inShort(compareRuns(kept, sameButs({ severity: 'medium' }), [], nowMs))).toBe('a unchanged day 1');
  });
});

describe('what could not be read', () => {
  check([
    { statement: 'its subscription was refused', survey: survey(refused('s1')), answer: 'a unknown day 1' },
    {
      statement: 'whatever the survey says of it',
      survey: survey({ ...refused('s1'), healed: [a.key], vanished: [a.key] }),
      answer: 'a unknown day 1',
    },
    {
      statement: 'another subscription was refused',
      survey: survey({ ...refused('s2'), healed: [a.key] }),
      answer: 'a resolved day 1',
    },
    {
      statement: 'its subscription is not even listed any more',
      survey: survey({ subscriptions: { answered: [{ id: 's2' }], unread: [] }, vanished: [a.key] }),
      answer: 'a unknown day 1',
    },
    {
      statement: 'the case of a subscription id says nothing',
      survey: survey({ subscriptions: { answered: [{ id: 'S1' }], unread: [] }, vanished: [a.key] }),
      answer: 'a vanished day 1',
    },
    {
      statement: 'nothing was read at all',
      survey: survey({ status: 'failed', healed: [a.key] }),
      answer: 'a unknown day 1',
    },
    {
      statement: 'it comes back as it was',
      before: [tracked(a, { change: 'unknown' })],
      survey: sameButs({}),
      answer: 'a unchanged day 1',
    },
    {
      statement: 'it comes back worse',
      before: [tracked({ ...a, severity: 'low' }, { change: 'unknown' })],
      survey: sameButs({}),
      answer: 'a worse day 1 was low 1000',
    },
    {
      statement: 'it is found in order at last',
      before: [tracked(a, { change: 'unknown' })],
      survey: survey({ healed: [a.key] }),
      answer: 'a resolved day 1',
    },
    {
      statement: 'seen in a subscription that was not read wholly, as bad as ever',
      survey: { ...sameButs({}), ...refused('s1') },
      answer: 'a unchanged day 1',
    },
    {
      statement: 'less bad there: what made it bad may not have been read',
      survey: { ...sameButs({ severity: 'medium' }), ...refused('s1') },
      answer: 'a unknown day 1',
    },
    {
      statement: 'new there is new all the same',
      before: [],
      survey: { ...sameButs({}), ...refused('s1') },
      answer: 'a new day 5',
    },
  ]);

  test('it stays as it was last known', () => {
    const [kept] = compareRuns([tracked(a)], { ...sameButs({ severity: 'medium' }), ...refused('s1') }, [], nowMs);
    expect(kept?.finding).toBe(a);
  });
});

describe('waivers', () => {
  const held = waiver(a);
  const late = 11 * dayMs;
  const waived = [tracked(a, { waiver: held })];
  check([
    { statement: 'holds', survey: sameButs({}), waivers: [held], answer: 'a unchanged day 1 waived' },
    {
      statement: 'is over once the finding was gone: what comes back is another door',
      before: [],
      survey: sameButs({}),
      waivers: [held],
      answer: 'a new day 5',
    },
    {
      statement: 'of another finding',
      survey: sameButs({}),
      waivers: [waiver(finding('b'))],
      answer: 'a unchanged day 1',
    },
    {
      statement: 'is over also in the runs after the one in which what was gone is new',
      before: [tracked(a, { firstSeenAtMs: 4 * dayMs })],
      survey: sameButs({}),
      waivers: [held],
      answer: 'a unchanged day 4',
    },
    {
      statement: 'lapses at its end, and the door is as old as it was',
      before: waived,
      survey: sameButs({}),
      waivers: [held],
      atMs: held.untilMs,
      answer: 'a unchanged day 1 lapsed',
    },
    {
      statement: 'holds up to its end',
      before: waived,
      survey: sameButs({}),
      waivers: [held],
      atMs: held.untilMs - 1,
      answer: 'a unchanged day 1 waived',
    },
    {
      statement: 'lapses once',
      before: [tracked(a, { lapsedWaiver: held })],
      survey: sameButs({}),
      waivers: [held],
      atMs: late,
      answer: 'a unchanged day 1',
    },
    {
      statement: 'was taken back',
      before: waived,
      survey: sameButs({}),
      answer: 'a unchanged day 1 lapsed',
    },
    {
      statement: 'was renewed',
      before: waived,
      survey: sameButs({}),
      waivers: [held, waiver(a, { untilMs: 20 * dayMs })],
      atMs: late,
      answer: 'a unchanged day 1 waived',
    },
    {
      statement: 'was given anew with an earlier end: the newest counts',
      before: waived,
      survey: sameButs({}),
      waivers: [held, waiver(a, { atMs: 2 * dayMs, untilMs: 4 * dayMs })],
      answer: 'a unchanged day 1 lapsed',
    },
    {
      statement: 'was given anew for less than is open: the newest counts',
      before: waived,
      survey: sameButs({}),
      waivers: [held, waiver({ ...a, severity: 'low' }, { atMs: 2 * dayMs })],
      answer: 'a unchanged day 1 lapsed',
    },
    {
      statement: 'does not cover twice the addresses',
      before: waived,
      survey: sameButs({ publicIpv4Addresses: 2000 }),
      waivers: [held],
      answer: 'a worse day 1 was critical 1000 lapsed',
    },
    {
      statement: 'does not cover a worse severity',
      before: [tracked({ ...a, severity: 'medium' }, { waiver: held })],
      survey: sameButs({}),
      waivers: [waiver({ ...a, severity: 'medium' })],
      answer: 'a worse day 1 was medium 1000 lapsed',
    },
    {
      statement: 'does not cover what grew step by step',
      before: [tracked({ ...a, publicIpv4Addresses: 1500 }, { waiver: held })],
      survey: sameButs({ publicIpv4Addresses: 2000 }),
      waivers: [held],
      answer: 'a unchanged day 1 lapsed',
    },
    {
      statement: 'covers what is less bad',
      before: waived,
      survey: sameButs({ severity: 'low' }),
      waivers: [held],
      answer: 'a better day 1 was critical 1000 waived',
    },
    {
      statement: 'lapsed on one that is better',
      before: waived,
      survey: sameButs({ severity: 'medium' }),
      waivers: [held],
      atMs: late,
      answer: 'a better day 1 was critical 1000 lapsed',
    },
    {
      statement: 'covers again what got as bad as it was',
      before: [tracked({ ...a, severity: 'low' }, { waiver: held })],
      survey: sameButs({}),
      waivers: [held],
      answer: 'a worse day 1 was low 1000 waived',
    },
    {
      statement: 'holds while the finding cannot be read',
      before: waived,
      survey: survey(refused('s1')),
      waivers: [held],
      answer: 'a unknown day 1 waived',
    },
    {
      statement: 'lapses while the finding cannot be read',
      before: waived,
      survey: survey(refused('s1')),
      waivers: [held],
      atMs: late,
      answer: 'a unknown day 1 lapsed',
    },
    {
      statement: 'which is not forgotten as long as it cannot be read',
      before: [tracked(a, { change: 'unknown', lapsedWaiver: held })],
      survey: survey(refused('s1')),
      waivers: [held],
      atMs: late,
      answer: 'a unknown day 1 lapsed',
    },
    {
      statement: 'and is told once it can',
      before: [tracked(a, { change: 'unknown', lapsedWaiver: held })],
      survey: sameButs({}),
      waivers: [held],
      atMs: late,
      answer: 'a unchanged day 1 lapsed',
    },
    {
      statement: 'says nothing of what is resolved',
      before: waived,
      survey: survey({ healed: [a.key] }),
      waivers: [held],
      answer: 'a resolved day 1',
    },
  ]);
});
