import { describe, expect, it } from 'vitest';
import { findingRef } from '../../src/core/audit/finding-ref.ts';
import { findingDetails } from '../../src/views/audit-details.ts';
import { auditIsRunning, auditProgress, noAuditYet } from '../../src/views/audit-progress.ts';
import { waivedNotice, waiveForm, waiverEndedNotice } from '../../src/views/audit-waiver.ts';
import { auditIsDone } from '../../src/views/audit-where.ts';
import { aFinding, aPath, aRun, aWaiver, hostileTracked, slotMs, tracked } from './audit-runs.ts';
import { expectFits, expectViewFits, hostile } from './hostile.ts';

const nsgType = 'Microsoft.Network/networkSecurityGroups';
const shown = (...given: Parameters<typeof tracked>) =>
  JSON.stringify(findingDetails(tracked(...given), true, undefined).blocks);
const allow = { name: 'allow-ssh', priority: 300, protocol: 'Tcp', sources: ['*'], destinations: ['*'], ports: ['22'] };

describe('findingDetails', () => {
  it('says all that is known', () => {
    const text = shown(
      {
        rules: [allow],
        shadowed: [
          { rule: 'late', by: ['allow-ssh'] },
          { rule: 'dead', by: ['allow-ssh'], isDead: true },
        ],
        remarks: ['Rule `typo` lets nobody in.'],
        sources: ['1.0.0.0/8', '2.0.0.0/7'],
        moreSources: 3,
        guards: { subnets: ['/x/virtualNetworks/vnet/subnets/front'], interfaces: 2, scaleSets: ['workers'] },
        paths: [
          aPath(),
          aPath({ isOpen: false, stoppedBy: { layer: 'subnet-nsg', name: 'sub-nsg', rule: 'no', because: 'x' } }),
        ],
        morePaths: 1,
      },
      { waiver: aWaiver() },
    );
    for (const words of [
      '300 allow-ssh: Tcp * -&gt; *:22',
      "stops at the subnet's group sub-nsg, rule no",
      'Ways to machines (2 of 3)',
      '1.0.0.0/8\\n2.0.0.0/7\\nand 3 more blocks',
      '`late`: `allow-ssh` comes first.',
      'Rule `typo` lets nobody in.',
      'It guards 1 subnet (`vnet/front`), 2 network interfaces, 1 scale set (`workers`).',
      'Waived by <@U0ALICE> until <!date',
      'az network nsg rule create --subscription',
      '--priority 299 ',
      'addresses of your office or VPN',
      'Sessions that are open stay open.',
    ])
      expect(text).toContain(words);
    // What never matches is told by a remark.
    expect(text).not.toContain('`dead`');
  });

  it.each([
    [
      'no room in front',
      { rules: [{ ...allow, priority: 100 }] },
      'No priority is free in front of `allow-ssh`',
      'az network',
    ],
    ['a default rule', { rules: [{ ...allow, priority: 65000 }] }, 'look at its routes', 'Better still'],
    ['no group', { about: 'machine', rules: [] }, 'Put a network security group on', 'az network'],
    [
      'no group, which the remarks say',
      { about: 'machine' },
      'Ways to machines',
      'No network security group guards it.',
    ],
    [
      'an office in front of the wide rule',
      {
        rules: [
          { ...allow, name: 'office' },
          { ...allow, name: 'all' },
        ],
        opening: { rule: 'all', free: [399] },
      },
      'give `all` the addresses',
      'give `office`',
    ],
    ['a short list alone', { verdict: 'narrow', severity: 'info' }, 'Who gets in', 'To close it'],
    ['nothing behind it', { guards: { subnets: [], interfaces: 0, scaleSets: [] } }, 'It guards nothing', 'Remarks'],
  ] as const)('with %s', (_, changed, words, notThese) => {
    expect(shown(changed)).toContain(words);
    expect(shown(changed)).not.toContain(notThese);
  });

  it.each([
    ['an open door', {}, true],
    ['a list of which nobody knows enough', { verdict: 'unknown', severity: 'medium' }, true],
    ['a short list', { verdict: 'narrow', severity: 'info' }, false],
    ['a rule that lets nobody in', { verdict: 'closed', severity: 'info' }, false],
    ['one that admin rules open', { verdict: 'closed', severity: 'critical' }, true],
  ] as const)('offers to close it: %s', (_, changed, offers) => {
    expect(shown(changed).includes('"audit:close"')).toBe(offers);
  });

  it.each([
    ['who may waive, of one that is waived', aWaiver(), true, true],
    ['who may not', aWaiver(), false, false],
    ['of one that is not waived', undefined, true, false],
  ])('offers to end the waiver: %s', (_, waiver, mayWaive, offers) => {
    const details = findingDetails(tracked({}, waiver && { waiver }), mayWaive, undefined);
    expect(JSON.stringify(details.blocks).includes('"audit:end-waiver"')).toBe(offers);
  });

  it.each<[string, Parameters<typeof findingDetails>[2], string | undefined]>([
    [
      'of a rule',
      {
        by: 'dave@contoso.example',
        atMs: 0,
        operation: `${nsgType}/securityRules/write`,
        resourceId: '/nsg/securityRules/all',
      },
      'Changed last by `dave@contoso.example`, <!date^0^{date_short_pretty} {time}|1 Jan 1970, 00:00 UTC>: wrote the rule `all`',
    ],
    [
      'that took a rule away',
      { by: 'dave', atMs: 0, operation: `${nsgType}/securityRules/delete`, resourceId: '/nsg/securityRules/no-ssh' },
      ': deleted the rule `no-ssh`',
    ],
    [
      'of the group',
      { by: 'dave', atMs: 0, operation: `${nsgType}/write`, resourceId: '/nsg' },
      ': wrote the group as a whole',
    ],
    [
      'that may not be read',
      {
        kind: 'unreadable',
        what: 'x',
        reason: 'forbidden',
        because: 'Azure refused it.',
        permission: 'Microsoft.Insights/x',
      },
      'Who changed it last could not be read: that takes the permission Microsoft.Insights/x.',
    ],
    [
      'that was not read this time',
      { kind: 'unreadable', what: 'x', reason: 'timed-out', because: 'It took too long.' },
      'Who changed it last could not be read: It took too long.',
    ],
  ])('tells the last change: %s', (_, change, words) => {
    expect(JSON.stringify(findingDetails(tracked(), true, change).blocks)).toContain(words);
  });

  it('fits, whatever is in it', () => {
    const change = { by: hostile, atMs: 0, operation: `${nsgType}/securityRules/write`, resourceId: `/${hostile}` };
    expectFits(findingDetails(hostileTracked(), true, change));
    expectFits(
      findingDetails({ ...hostileTracked(), waiver: aWaiver({ reason: hostile, by: hostile }) }, true, {
        kind: 'unreadable',
        what: hostile,
        reason: 'failed',
        because: hostile,
      }),
    );
  });
});

describe('waiveForm', () => {
  const days = { runId: 'run-1', today: '2026-11-26', latest: '2027-02-24' };

  it('asks for a reason and an end, and carries two short ids alone', () => {
    const view = waiveForm(tracked(), days);
    expect(view.private_metadata).toBe(`${findingRef(aFinding().key)}:run-1`);
    const inputs = view.blocks.flatMap((block) => ('element' in block ? [block] : []));
    expect(inputs.map(({ element, optional }) => [element.type, optional ?? false])).toEqual([
      ['plain_text_input', false],
      ['datepicker', false],
    ]);
    expect(JSON.stringify(view)).toContain('at the latest 2027-02-24');
  });

  it('fits, whatever is in it', () => {
    expectViewFits(waiveForm(tracked(), days));
    expectViewFits(waiveForm(hostileTracked(), days));
  });
});

describe('waivedNotice', () => {
  it('says who, what, why and until when', () => {
    expect(waivedNotice(aWaiver(), aFinding()).text).toMatch(
      /^<@U0ALICE> waived `web-nsg` \(critical\) until <!date.*>: The vendor connects until the move is over$/,
    );
  });

  it('fits, whatever is in it', () => {
    expectFits(waivedNotice(aWaiver({ reason: hostile, by: hostile }), hostileTracked().finding));
  });
});

describe('waiverEndedNotice', () => {
  it('says who took whose waiver back', () => {
    expect(waiverEndedNotice({ key: 'k', by: 'U0BOB', atMs: 0 }, aWaiver(), aFinding()).text).toBe(
      '<@U0BOB> ended the waiver of `web-nsg` (critical) that <@U0ALICE> gave.',
    );
  });

  it('fits, whatever is in it', () => {
    const { finding } = hostileTracked();
    expectFits(waiverEndedNotice({ key: 'k', by: hostile, atMs: 0 }, aWaiver({ by: hostile }), finding));
  });
});

it.each([
  ['at its beginning', auditProgress({ nsgs: 0, flagged: 0, interfaces: 0 }), /internet …$/],
  [
    'while groups are read',
    auditProgress({ nsgs: 1200, flagged: 7, interfaces: 0 }),
    /1,200 security groups read, 7 to/,
  ],
  [
    'while interfaces are read',
    auditProgress({ nsgs: 2, flagged: 1, interfaces: 31 }),
    /31 network interfaces read\.$/,
  ],
  ['while another one runs', auditIsRunning(slotMs), /^An audit is running since <!date\^\d+\^/],
  ['where none has run', noAuditYet(), /`\/vm audit` starts one/],
])('says how an audit stands: %s', (_, message, words) => {
  expect(message.text).toMatch(words);
  expectFits(message);
});

it.each([
  ['stands', true, 'Its report stands below.'],
  ['does not stand yet', false, '`/vm audit last` shows it now.'],
])('an audit that is done says where its report is, when it %s', (_, isTold, words) => {
  expect(auditIsDone(aRun([]), isTold).text).toContain(words);
  expect(auditIsDone(undefined, isTold).text).toContain('I was stopped');
});
