import { describe, expect, it } from 'vitest';
import { mostMentions } from '../../src/core/audit/audit-settings.ts';
import { findingRef } from '../../src/core/audit/finding-ref.ts';
import { auditReport, isOneLine } from '../../src/views/audit-report.ts';
import { aFinding, aGrant, aPath, aRun, aWaiver, hostileRun, refused, tracked } from './audit-runs.ts';
import { expectFits } from './hostile.ts';

const mention = ['U0ONCALL', 'S0SECURITY'];
const report = (...given: Parameters<typeof aRun>) => auditReport(aRun(...given), { mention });
const shown = (...given: Parameters<typeof aRun>) => JSON.stringify(report(...given).blocks);

describe('auditReport', () => {
  it('begins with one glance: how many doors, what has changed, and what was looked at', () => {
    const { text, blocks } = report([
      tracked({ name: 'a' }, { change: 'new' }),
      tracked(
        { name: 'b', severity: 'high' },
        { change: 'worse', before: { severity: 'medium', publicIpv4Addresses: 1 } },
      ),
      tracked({ name: 'c', severity: 'medium' }),
      tracked({ name: 'd' }, { change: 'resolved' }),
    ]);
    expect(text).toBe(
      '<@U0ONCALL> <!subteam^S0SECURITY> SSH audit: 3 open doors: 1 critical, 1 high, 1 medium. ' +
        'Since last time: 1 new, 1 worse, 1 resolved; 1 unchanged.',
    );
    expect(JSON.stringify(blocks.slice(0, 3))).toContain(
      '1 subscription · 2,000 security groups · 40,000 rules · 2,500 machines · 12 s',
    );
  });

  it('shows of a door what lets in whom, how far, since when and whose it is', () => {
    const text = shown([tracked()]);
    for (const words of [
      `*critical*  <https://portal.azure.com/#@/resource${aFinding().id}|web-nsg>`,
      '`web` in `Production`',
      'Open to all of the internet: 3,702,258,431 IPv4 addresses (100 %).',
      '`100 allow-ssh: Tcp * -&gt; *:22`',
      '`Internet -&gt; 20.51.230.13:22 -&gt; myNIC -&gt; myVM (running)`',
      '12 days ago  ·  owner `alice@example.com`',
    ])
      expect(text).toContain(words);
  });

  it('tells of what is new who changed it last', () => {
    const lastChange = {
      by: 'dave@contoso.example',
      atMs: 0,
      operation: 'x/securityRules/write',
      resourceId: '/nsg/securityRules/all',
    };
    const text = JSON.stringify(report([tracked({}, { change: 'new', lastChange })]).blocks);
    expect(text).toContain('Changed last by `dave@contoso.example`');
    expect(JSON.stringify(report([tracked()]).blocks)).not.toContain('Changed last');
  });

  it.each([
    ['all may be done about a group', tracked(), ['audit:details', 'audit:waive', 'audit:close']],
    ['a machine without a group has none to write to', tracked({ about: 'machine' }), ['audit:details', 'audit:waive']],
  ])('has buttons that carry nothing but the short id: %s', (_, finding, ids) => {
    const [actions] = report([finding]).blocks.filter(({ type }) => type === 'actions');
    const elements = actions?.type === 'actions' ? actions.elements : [];
    const buttons = elements.flatMap((each) => (each.type === 'button' ? [each] : []));
    expect(buttons.map(({ action_id }) => action_id)).toEqual(ids);
    expect(new Set(buttons.map(({ value }) => value))).toEqual(new Set([findingRef(aFinding().key)]));
    expect(findingRef(aFinding().key)).toMatch(/^[0-9a-f]{16}$/);
    for (const { accessibility_label } of buttons) expect(accessibility_label).toContain('web-nsg');
  });

  it.each([
    ['something new', tracked({}, { change: 'new' }), true],
    ['something worse', tracked({}, { change: 'worse' }), true],
    ['something back from a waiver', tracked({}, { lapsedWaiver: aWaiver() }), true],
    ['what is as it was', tracked(), false],
    ['what is better', tracked({}, { change: 'better' }), false],
    ['what is waived', tracked({}, { change: 'new', waiver: aWaiver() }), false],
    ['what is no open door', tracked({ severity: 'info' }, { change: 'new' }), false],
    ['what is resolved', tracked({}, { change: 'resolved' }), false],
    ['what is unknown this time', tracked({}, { change: 'unknown' }), false],
  ])('calls people for what calls for them only: %s', (_, finding, calls) => {
    // One door that is as it was keeps each run from being a clean one.
    const { text, blocks } = report([finding, tracked({ name: 'old' })]);
    expect(/<@U0ONCALL>/.test(text)).toBe(calls);
    expect(/<@U0ONCALL> <!subteam\^S0SECURITY>/.test(JSON.stringify(blocks))).toBe(calls);
  });

  it.each([
    ['unchanged', 'Since last time: 1 back from a waiver; 1 unchanged.', '*back from a waiver*'],
    ['better', 'Since last time: 1 back from a waiver; 1 unchanged.', '*back from a waiver*'],
    ['worse', 'Since last time: 1 worse; 1 unchanged.', '*its waiver holds no more*'],
  ] as const)('says of a door that its waiver has lapsed, and calls it no new one: %s', (change, news, title) => {
    const back = tracked({}, { change, lapsedWaiver: aWaiver() });
    const { text, blocks } = report([back, tracked({ name: 'old' })]);
    expect(text).toContain(news);
    expect(text).toMatch(/^<@U0ONCALL>/);
    expect(JSON.stringify(blocks)).toContain(title);
  });

  it('says how bad a door was in all that has changed', () => {
    const before = {
      severity: 'high',
      publicIpv4Addresses: 16_777_216,
      publicIpv6Share: 0,
      kinds: ['source-range', 'some-destinations'],
      hosts: 1,
    } as const;
    const now = { kinds: ['source-range', 'azure-cloud'], publicIpv6Share: 1, hosts: 60 } as const;
    expect(shown([tracked(now, { change: 'worse', before })])).toContain(
      "*worse* (was high, 16,777,216 addresses, without all of Azure's, 0 % of IPv6, 1 host, now 60, for some machines only)",
    );
  });

  it('says how bad a door is for certain where not all of it is known', () => {
    expect(shown([tracked({ atLeast: 'medium' })])).toContain('*critical*  <');
    expect(shown([tracked({ atLeast: 'medium' })])).toContain('not all is known: at least medium');
    expect(shown([tracked()])).not.toContain('at least');
  });

  it('calls nobody by an id that is none', () => {
    const { text } = auditReport(aRun([tracked({}, { change: 'new' })]), { mention: ['<!channel>', 'here'] });
    expect(text).toMatch(/^SSH audit/);
  });

  it('shows what is new before what is known and worse', () => {
    const known = Array.from({ length: 9 }, (_, at) => tracked({ name: `known-${at}` }));
    const text = shown([...known, tracked({ name: 'fresh', severity: 'medium' }, { change: 'new' })]);
    expect(text.indexOf('|fresh>')).toBeGreaterThan(0);
    expect(text.indexOf('|fresh>')).toBeLessThan(text.indexOf('|known-0>'));
    expect(text.match(/"Details"/g)).toHaveLength(5);
    expect(text).toContain('5 more open doors in the thread.');
  });

  it.each([
    ['nothing at all', [], {}, 'SSH audit: no open doors.'],
    ['all resolved', [tracked({}, { change: 'resolved' })], {}, '1 resolved since last time'],
    ['all waived', [tracked({}, { waiver: aWaiver() })], {}, '1 waived'],
    ['only a remark', [tracked({ severity: 'info' })], {}, '1 remark in the thread'],
    ['a door of our own', [], { grants: [aGrant()] }, '1 opened by Drawbridge now'],
  ] as const)('is one line when there is nothing to do: %s', (_, findings, survey, words) => {
    const { text, blocks } = report(findings, survey);
    expect(text.toLowerCase()).toContain(words.toLowerCase());
    expect(blocks).toHaveLength(1);
    expect(JSON.stringify(blocks)).toContain('1 subscription · 2,000 security groups · 40,000 rules');
    expect(JSON.stringify(blocks)).not.toContain('\\n');
  });

  it.each([
    [{ channelId: 'C0OPS' }, 'The thread of the report in <#C0OPS> has the whole list'],
    ['direct messages', 'The thread of the report in your direct messages with me has the whole list'],
    [undefined, 'The thread has the whole list'],
  ] as const)('says where the thread is: %j', (standsIn, words) => {
    const options = { mention, ...(standsIn !== undefined && { standsIn }) };
    expect(JSON.stringify(auditReport(aRun([tracked()]), options).blocks)).toContain(words);
    const clean = auditReport(aRun([tracked({ severity: 'info' })]), options);
    expect(clean.text.includes('remark in the thread of the report in')).toBe(standsIn !== undefined);
  });

  it('tells apart, each in one line, what is waived, what Drawbridge opened, and what is worth a look', () => {
    const text = shown(
      [
        tracked(),
        tracked({ name: 'b' }, { waiver: aWaiver() }),
        tracked({ name: 'c', severity: 'low' }),
        tracked({ name: 'd', severity: 'info' }),
      ],
      { grants: [aGrant()] },
    );
    expect(text).toContain('1 finding waived.');
    expect(text).toMatch(
      /Opened by Drawbridge at the moment, with approval: `web-nsg` \(request `abcdefghij`\) until <!date/,
    );
    expect(text).toContain('1 low, 1 info');
    expect(text.match(/"Details"/g)).toHaveLength(1);
  });

  it('is loud about a partial run, first of all, and takes no finding there for gone', () => {
    const { blocks, text } = report([tracked({}, { change: 'unknown' })], {
      status: 'partial',
      subscriptions: refused,
    });
    expect(blocks[0]).toMatchObject({
      type: 'header',
      text: { text: ':rotating_light: Partial audit: 1 of 2 subscriptions did not answer' },
    });
    const all = JSON.stringify(blocks);
    expect(all).toContain('1 finding there is *unknown* this time, not gone.');
    expect(all).toContain(
      '`Finance`: Azure refuses to let Drawbridge read it.  :point_right:  This permission would help: `Microsoft.Network/networkSecurityGroups/read`',
    );
    expect(all).toContain('No open doors in what could be read');
    expect(all).toContain('1 of 2 subscriptions answered');
    expect(text).toMatch(/Partial/);
  });

  it.each([
    ['groups that could not be understood', [], 3, ':rotating_light: 3 security groups could not be understood'],
    ['one of them', [], 1, ':rotating_light: 1 security group could not be understood'],
    [
      'a finding that was not found again and is not known to be gone',
      [tracked({}, { change: 'unknown' })],
      undefined,
      ':rotating_light: 1 finding could not be looked at again',
    ],
  ] as const)('is loud about what may be open in a run that read everything: %s', (_, findings, unclear, words) => {
    const counts = { ...aRun([]).survey.counts, ...(unclear !== undefined && { notUnderstood: unclear }) };
    const { blocks, text } = report(findings, { counts });
    expect(blocks[0]).toMatchObject({ type: 'header', text: { text: words } });
    const all = JSON.stringify(blocks);
    expect(all).toContain('*unknown*');
    expect(all).toContain(':grey_question: No open doors in what is known');
    expect(all).not.toContain('white_check_mark');
    expect(text.includes('could not be understood')).toBe(unclear !== undefined);
    expect(isOneLine(aRun(findings, { counts }))).toBe(false);
  });

  it('is loud about groups before public addresses that could not be read', () => {
    const counts = { ...aRun([]).survey.counts, hidden: 2 };
    const { blocks, text } = report([], { counts });
    const words = '2 security groups before public addresses could not be read';
    expect(blocks[0]).toMatchObject({ type: 'header', text: { text: `:rotating_light: ${words}` } });
    expect(text).toContain(words);
    expect(isOneLine(aRun([], { counts }))).toBe(false);
  });

  it('is loud about a failed run, and says what to do', () => {
    const { blocks } = report([tracked({}, { change: 'unknown' })], {
      status: 'failed',
      subscriptions: { answered: [], unread: [{ id: '2', reason: 'timed-out', because: 'It took too long.' }] },
    });
    const all = JSON.stringify(blocks);
    expect(all).toContain(':rotating_light: The audit failed: nothing could be read');
    expect(all).toContain('`2`: It took too long.  :point_right:  Run it again in some minutes.');
    expect(all).toContain('they are not resolved');
    expect(all).not.toContain('no open doors');
  });

  it('calls people when a run failed, whatever is known, and says why it did', () => {
    const { blocks, text } = report([], { status: 'failed', notEvaluated: ['Azure does not know this `client`.'] });
    expect(text).toMatch(/^<@U0ONCALL> <!subteam\^S0SECURITY> The audit failed/);
    const all = JSON.stringify(blocks);
    expect(all).toContain('<@U0ONCALL> <!subteam^S0SECURITY> *Whether doors are open');
    expect(all).toContain('•  Azure does not know this `client`.');
  });

  it('calls everybody whom the configuration may name', () => {
    const all = Array.from({ length: mostMentions }, (_, at) => `U0ONCALL${at}`);
    for (const run of [aRun([tracked({}, { change: 'new' })]), aRun([], { status: 'failed' })])
      for (const id of all) expect(JSON.stringify(auditReport(run, { mention: all }).blocks)).toContain(`<@${id}>`);
  });

  it.each([
    [
      'no address now',
      aPath({ endpoint: { via: 'public-ip', address: '', port: 22 } }),
      '(no address assigned now):22',
    ],
    [
      'over IPv6',
      aPath({ endpoint: { via: 'public-ip', address: '2603::1', port: 22 } }),
      'Internet -&gt; [2603::1]:22 -&gt; myNIC',
    ],
    [
      'through a load balancer',
      aPath({ endpoint: { via: 'nat-rule', address: '20.0.0.1', port: 2222, loadBalancer: 'front' } }),
      '20.0.0.1:2222 (load balancer front) -&gt; myNIC',
    ],
    [
      'stopped',
      aPath({ isOpen: false, stoppedBy: { layer: 'nic-nsg', name: 'db-nsg', because: 'It does.' } }),
      "myVM (running): stops at the interface's group db-nsg`",
    ],
    [
      'not known',
      aPath({ isOpen: 'unknown', stoppedBy: { layer: 'subnet-nsg', because: 'It could not be read.' } }),
      'myVM (running): not known. It could not be read.`',
    ],
  ])('says in one line how the internet gets to a machine: %s', (_, path, words) => {
    expect(shown([tracked({ paths: [path] })])).toContain(words);
  });

  it.each(['complete', 'partial', 'failed'] as const)('fits into a message, whatever is in it: %s', (status) => {
    expectFits(auditReport(hostileRun(status), { mention: Array.from({ length: 90 }, () => 'U0ONCALL') }));
    expectFits(auditReport(hostileRun(status, 1), { mention }));
    expectFits(auditReport(hostileRun(status, 0), { mention }));
    expectFits(auditReport(hostileRun(status, 1000), { mention }));
  });

  it.each([
    ['doors', [tracked()], {}],
    ['nothing open', [], {}],
    ['nothing read', [], { status: 'failed' as const }],
  ])('names what Slack did not take, and claims no list that is not there: %s', (_, findings, survey) => {
    const missing = [
      'audit.csv',
      'audit.json',
      ...Array.from({ length: 5 }, (_each, at) => `message ${at} of the thread`),
    ];
    const { blocks } = auditReport(aRun(findings, survey), { mention, missing });
    const said = JSON.stringify(blocks);
    expect(said).toContain('Not here, since Slack did not take it: `audit.csv`, `audit.json`');
    expect(said).toContain('2 more. `/vm audit` makes a new report.');
    expect(said).not.toContain('The thread has the whole list');
    expect(JSON.stringify(auditReport(aRun(findings, survey), { mention, missing: [] }).blocks)).not.toContain(
      'Not here',
    );
  });
});
