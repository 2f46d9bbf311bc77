import { describe, expect, it } from 'vitest';
import { runChecks } from '../../src/core/checks/run-checks.ts';
import { verdictOf } from '../../src/core/checks/verdict.ts';
import type { VmFacts } from '../../src/core/facts.ts';
import { sshCommand } from '../../src/core/ssh-command.ts';
import { connectCheckProgress } from '../../src/views/connect-check-progress.ts';
import {
  type ConnectCheckReport,
  connectCheckReport,
  sharedConnectCheckReport,
} from '../../src/views/connect-check-report.ts';
import { input, nic, nsg, rule, unreadable, vm } from '../core/checks/myvm.ts';
import { expectFits, hostile } from './hostile.ts';

function reportOf(over: Partial<VmFacts> = {}, more: Partial<ConnectCheckReport> = {}): ConnectCheckReport {
  const checked = input(over);
  const results = runChecks(checked);
  return {
    id: 'r1',
    vm: { name: 'myVM', resourceGroup: 'myResourceGroup', subscriptionId: vm.subscriptionId, location: 'westeurope' },
    from: checked.from,
    remembered: false,
    port: 22,
    askedBy: 'U0ALICE',
    atMs: 1_790_000_000_000,
    verdict: verdictOf(results, 'myVM', checked.from),
    results,
    ssh: sshCommand(checked.facts, checked.from, 22),
    ...more,
  };
}

const closed = { nics: [nic({ nsg: nsg([]) })] };
const json = (value: unknown) => JSON.stringify(value);
const types = (report: ConnectCheckReport) => connectCheckReport(report).blocks.map(({ type }) => type);

describe('connectCheckReport', () => {
  it('begins with the verdict and ends with the ssh line and the button when all is well', () => {
    const report = connectCheckReport(reportOf());
    expect(report.text).toBe('myVM: ready for SSH from 203.0.113.7');
    expect(report.blocks[0]).toMatchObject({
      type: 'header',
      text: { text: ':large_green_circle: myVM: ready for SSH from 203.0.113.7' },
    });
    expect(json(report.blocks)).toContain('ssh azureuser@20.51.230.13');
    expect(report.blocks.at(-1)).toMatchObject({
      type: 'actions',
      elements: [
        { action_id: 'connect-check:again', value: 'r1' },
        { action_id: 'connect-check:share', value: 'r1' },
      ],
    });
    expectFits(report);
  });

  it('gives what is in the way a section with its mend and its command, and everything else one small line', () => {
    const report = reportOf(closed);
    expect(types(report)).toEqual([
      'header',
      ...Array(1 + 4).fill('context'),
      'section',
      ...Array(5).fill('context'),
      'actions',
    ]);
    const section = connectCheckReport(report).blocks.find(({ type }) => type === 'section');
    expect(json(section)).toMatch(
      /:x:.*DenyAllInBound.*open-port.*Add inbound port rule.*```\\naz network nsg rule create /,
    );
    expectFits(connectCheckReport(report));
  });

  it('withholds the ssh line only when something certain is in the way', () => {
    expect(json(connectCheckReport(reportOf(closed)).blocks)).not.toContain('ssh azureuser@');
    expect(json(connectCheckReport(reportOf({ nics: [nic({ nsg: unreadable('group g') })] })).blocks)).toContain(
      'ssh azureuser@',
    );
    expect(json(connectCheckReport(reportOf({ adminRules: [unreadable('rules')] })).blocks)).toContain(
      'ssh azureuser@',
    );
  });

  it('explains a mend once, though two checks point to it', () => {
    const shown = json(connectCheckReport(reportOf({ nics: [nic({ nsg: undefined })] })).blocks);
    expect(shown.match(/\(`create-nsg`\)/g)).toHaveLength(1);
  });

  it('tells one reason once, though it leaves several checks open', () => {
    const nics = [unreadable('network interface myNIC')];
    const shown = connectCheckReport(reportOf({ nics, adminRules: [] })).blocks.map(json);
    expect(shown.filter((block) => block.includes('may not read the network interface'))).toHaveLength(1);
    expect(shown.filter((block) => block.includes('Microsoft.Network/x/read'))).toHaveLength(1);
    const again = shown.filter((block) => block.includes('same reason as above'));
    expect(again).toHaveLength(3);
    for (const block of again) expect(JSON.parse(block).type).toBe('context');
  });

  it('says which reason is meant where there are two', () => {
    const status = unreadable('status', { because: 'Azure did not answer.' });
    const shown = json(connectCheckReport(reportOf({ status, nics: [unreadable('nic')], adminRules: [] })).blocks);
    expect(shown).toContain('same reason as for \\"The VM is running\\"');
    expect(shown).toContain('same reason as for \\"The VM has a public address\\"');
  });

  it('says that the address is a remembered one, to its owner only', () => {
    const report = reportOf({}, { remembered: true, fromWarning: 'Mind this.' });
    expect(json(connectCheckReport(report))).toMatch(/\/vm my-ip.*Mind this/);
    expect(json(sharedConnectCheckReport(report, 'U0BOB'))).not.toContain('/vm my-ip');
  });

  it('asks before it is shared, and says that the address is shown', () => {
    const report = connectCheckReport(reportOf({}, { from: '2001:db8:100::7' }));
    const share = report.blocks.at(-1);
    expect(share?.type === 'actions' && share.elements[1]).toMatchObject({
      confirm: { text: { text: expect.stringMatching(/Everybody .*2001:db8:100::7/), emoji: false } },
    });
    expectFits(report);
  });

  it('is shared without a button, and says by whom', () => {
    const shared = sharedConnectCheckReport(reportOf(closed), 'U0BOB');
    expect(json(shared)).toMatch(/Shared by <@U0BOB>, asked for by <@U0ALICE>/);
    expect(shared.blocks.filter(({ type }) => type === 'actions')).toEqual([]);
    expectFits(shared);
  });

  it('tells the time in the zone of each reader, with a fallback', () => {
    expect(json(connectCheckReport(reportOf()))).toMatch(
      /<!date\^1790000000\^\{date_short_pretty\} \{time\}\|21 Sept? 2026, \d\d:\d\d UTC>/,
    );
  });

  it('fits into one message whatever the names are, and however many rules there are', () => {
    const rules = Array.from({ length: 80 }, (_, at) =>
      rule({ name: `${hostile}${at}`, priority: 100 + at, access: 'Deny', sources: ['*'] }),
    );
    const bent = reportOf({
      vm: { ...vm, name: hostile, resourceGroup: hostile, adminUsername: hostile, sshPublicKeys: [] },
      nics: [nic({ nsg: nsg(rules, hostile) })],
      status: unreadable(hostile, { because: hostile, permission: hostile }),
      adminRules: [unreadable(hostile, { because: hostile })],
    });
    const report = {
      ...bent,
      vm: { ...bent.vm, name: hostile, resourceGroup: hostile, subscriptionName: hostile },
      askedBy: hostile,
      fromWarning: hostile,
      remembered: true,
    };
    expectFits(connectCheckReport(report));
    expectFits(sharedConnectCheckReport(report, 'U0BOB'));
  });

  it('fits even if every check has very much to say', () => {
    const fixes = ['start-vm', 'open-port', 'associate-public-ip', 'create-nsg', 'key'] as const;
    const results = reportOf().results.map((result, at) => {
      const fix = fixes[at % fixes.length] ?? 'start-vm';
      return {
        ...result,
        status: 'fail' as const,
        summary: hostile,
        because: hostile,
        todo: hostile,
        fix,
        command: 'az '.repeat(400),
      };
    });
    expectFits(connectCheckReport(reportOf({}, { results, verdict: verdictOf(results, hostile, '203.0.113.7') })));
  });
});

describe('connectCheckProgress', () => {
  it.each([
    ['myVM', 22, 'Checking `myVM` from `203.0.113.7` …'],
    ['myVM', 2222, 'Checking `myVM` from `203.0.113.7`, port 2222 …'],
  ])('%s, port %s', (name, port, text) => {
    const progress = connectCheckProgress({ vm: name, from: '203.0.113.7', port });
    expect(progress.text).toBe(text);
    expectFits(progress);
  });

  it('fits whatever the name is', () => {
    expectFits(connectCheckProgress({ vm: hostile, from: hostile, port: 22 }));
  });
});
