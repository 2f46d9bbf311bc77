import { describe, expect, test } from 'vitest';
import type { ActionParams } from '../../../src/core/actions/action.ts';
import type { WantedCommand } from '../../../src/core/policy/command-ruling.ts';
import { explainPolicy } from '../../../src/core/policy/explain-policy.ts';
import { judgeExecution } from '../../../src/core/policy/judge-execution.ts';
import { judgeRequest } from '../../../src/core/policy/judge-request.ts';
import { limitsOf } from '../../../src/core/policy/limits-of.ts';
import type { CommandPolicy, Policy } from '../../../src/core/policy/policy.ts';
import type { VmRequest } from '../../../src/core/requests/request.ts';
import { template } from '../commands/make.ts';
import { aRequest } from '../requests/a-request.ts';
import { approvedBy, groups, member, policyOf, rule, users, vm } from './make.ts';

const templates = [
  template('uptime', 'uptime'),
  template('journal', 'journalctl -u {unit:name}'),
  template('restart', 'systemctl restart {unit:name}', { user: 'operator' }),
];
const alice = member('U0ALICE');
const ops = approvedBy(1, groups('S0OPS'));
const some: CommandPolicy = { templates: [['uptime', 'j*']], withoutApproval: [['uptime']], free: false };
const free: CommandPolicy = { templates: [], withoutApproval: [[]], free: true };
const auto: CommandPolicy = { templates: [], withoutApproval: [['*']], free: false };
const only = (commands?: CommandPolicy, over = ops): Policy =>
  policyOf([rule('r', {}, { ...over, ...(commands && { commands }) })], { templates });
const both = (byTag: CommandPolicy, byPlace: CommandPolicy): Policy =>
  policyOf(
    [
      rule('web', { vms: ['web-*'] }, { ...approvedBy(2, users('U0BOB', 'U0CAROL')), commands: byTag }),
      rule('r', {}, { ...ops, commands: byPlace }),
    ],
    {
      templates,
    },
  );
const uptime: WantedCommand = { template: 'uptime' };
const journal: WantedCommand = { template: 'journal' };
const restart: WantedCommand = { template: 'restart' };
const own: WantedCommand = { free: true };

describe('who asks for a command', () => {
  test.each<[string, Policy, WantedCommand, 'at once' | number | RegExp]>([
    ['one that needs no approval gets it', only(some), uptime, 'at once'],
    ['one that needs one waits for it', only(some), journal, 1],
    ['one that the rule does not name is refused', only(some), restart, /does not allow the command `restart`/],
    ['one of their own is refused', only(some), own, /commands of your own/],
    ['one of their own waits where it is allowed', only(free), own, 1],
    ['a template waits there as well', only(free), uptime, 1],
    ['any template waits where nothing is said', only(), restart, 1],
    ['one of their own is refused where nothing is said', only(), own, /commands of your own/],
    ['everything is at once where the rule says so', only(auto), restart, 'at once'],
    [
      'everything is at once without anybody who approves',
      only(auto, { approval: { kind: 'auto' } }),
      restart,
      'at once',
    ],
    ['but nothing of their own', only({ ...auto, free: true }), own, 1],
    [
      'nothing of their own where nobody could approve',
      only({ ...auto, free: true }, { approval: { kind: 'auto' } }),
      own,
      /names nobody/,
    ],
    ['a template that there is not', only(auto), { template: 'gone' }, /no command called `gone`/],
    [
      'a template of an empty configuration',
      policyOf([rule('r', {}, { ...ops, commands: auto })]),
      uptime,
      /no command called/,
    ],
    ['two rules: what both name', both(auto, some), uptime, 'at once'],
    ['two rules: what only one lets pass', both(auto, some), journal, 2],
    ['two rules: what only one names', both(auto, some), restart, /does not allow the command `restart`/],
    ['two rules: their own, where only one allows it', both(free, some), own, /commands of your own/],
    ['two rules: their own, where both do', both(free, free), own, 2],
    ['an admin, where no rule is', policyOf([], { admins: ['U0ALICE', 'U0BOB'], templates }), uptime, 1],
    [
      'an admin for one of their own, where no rule is',
      policyOf([], { admins: ['U0ALICE', 'U0BOB'], templates }),
      own,
      /of your own/,
    ],
    [
      'nobody who may not',
      policyOf([rule('r', {}, { ...ops, requesters: [users('U0BOB')], commands: auto })], { templates }),
      uptime,
      /You may not/,
    ],
  ])('%s', (_, policy, command, expected) => {
    const verdict = judgeRequest(policy, vm, 'run', alice, { command, reason: 'why' });
    if (expected instanceof RegExp) {
      expect(verdict).toMatchObject({ kind: 'refused', problem: expect.stringMatching(expected) });
      return;
    }
    const isAtOnce = expected === 'at once';
    expect(verdict).toMatchObject({ kind: 'allowed', auto: isAtOnce, applied: { approvals: isAtOnce ? 0 : expected } });
  });

  test('says which', () => {
    expect(judgeRequest(only(auto), vm, 'run', alice, {})).toMatchObject({ kind: 'refused' });
  });

  test('has no say by commands where the action has nothing to do with them', () => {
    const verdict = judgeRequest(only(some), vm, 'start-vm', alice, { command: restart, reason: 'why' });
    expect(verdict).toMatchObject({ kind: 'allowed', auto: false });
  });

  test('meets the same limits in a form', () => {
    expect(limitsOf(only(some), vm, 'run', uptime)).toMatchObject({ kind: 'limits', auto: true });
    expect(limitsOf(only(some), vm, 'run', journal)).toMatchObject({ kind: 'limits', auto: false });
    expect(limitsOf(only(some), vm, 'run', own)).toMatchObject({ kind: 'refused' });
  });
});

describe('what was asked for is carried out', () => {
  const filed = (command: ActionParams['command'], over: Partial<VmRequest> = {}): VmRequest => {
    const request = aRequest();
    const params = { ...request.params, ...(command && { command }), over: { user: 'operator', isInside: true } };
    return {
      ...request,
      action: 'run' as VmRequest['action'],
      params,
      decisions: [{ by: 'U0BOB', verdict: 'approve', atMs: 0 }],
      ...over,
    };
  };
  const asTemplate = { text: 'journalctl -u nginx', template: 'journal', args: ['nginx'] };
  const asRestart = { text: 'systemctl restart nginx', template: 'restart', user: 'operator', args: ['nginx'] };
  const changed = (run: string, user?: string) => ({
    ...only(some),
    templates: [
      template('journal', run),
      template('restart', 'systemctl restart {unit:name}', user === undefined ? {} : { user }),
    ],
  });

  test.each<[string, Policy, ActionParams['command'], RegExp | undefined]>([
    ['a template', only(some), asTemplate, undefined],
    ['a template without parameters', only(some), { text: 'uptime', template: 'uptime' }, undefined],
    ['a command of one’s own', only(free), { text: 'reboot' }, undefined],
    ['as the account of the template', only(), asRestart, undefined],
    ['not where free commands are no longer allowed', only(some), { text: 'reboot' }, /commands of your own/],
    [
      'not a template that is gone',
      policyOf([rule('r', {}, { ...ops, commands: some })]),
      asTemplate,
      /no command called `journal` any more/,
    ],
    [
      'not a template that the rule no longer names',
      only({ ...some, templates: [['uptime']] }),
      asTemplate,
      /does not allow/,
    ],
    [
      'not a template that is another command now',
      changed('journalctl --vacuum-size=1 -u {unit:name}'),
      asTemplate,
      /another one now/,
    ],
    [
      'not where the template no longer takes the value',
      changed('journalctl -u {unit:ssh|cron}'),
      asTemplate,
      /another one now/,
    ],
    [
      'not as another account',
      { ...only(), ...{ templates: changed('x', 'root').templates } },
      asRestart,
      /another one now/,
    ],
    [
      'not as the account that the template named until now',
      { ...only(), ...{ templates: changed('x').templates } },
      asRestart,
      /another one now/,
    ],
    ['not a text that the template does not make', only(some), { ...asTemplate, text: 'reboot' }, /another one now/],
    ['not without a command', only(some), undefined, /not said which command/],
    [
      'not with fewer approvals than it takes now',
      only(some, approvedBy(2, groups('S0OPS'))),
      asTemplate,
      /takes 2 approvals/,
    ],
    ['with none where it now needs none', only(auto), asTemplate, undefined],
  ])('%s', (_, policy, command, says) => {
    const refusal = judgeExecution(policy, vm, filed(command));
    if (says === undefined) expect(refusal).toBeUndefined();
    else expect(refusal?.problem).toMatch(says);
  });

  test('one that needed no approval does not run once it needs one', () => {
    const asked = filed({ text: 'uptime', template: 'uptime' }, { decisions: [] });
    expect(judgeExecution(only(some), vm, asked)).toBeUndefined();
    expect(judgeExecution(only(free), vm, asked)?.problem).toMatch(/takes 1 approvals, and it has 0/);
  });
});

describe('/vm policy explains', () => {
  test.each<[string, Policy, RegExp, RegExp]>([
    ['all templates', only(), /^1 of <!subteam\^S0OPS>$/, /every command of the configuration; and no other/],
    ['some', only(some), /no approval for `uptime`, for others 1 of/, /the commands `uptime`, `j\*`; and no other/],
    ['all at once', only(auto), /^no approval$/, /every command/],
    [
      'all at once and free ones',
      only({ ...auto, free: true }),
      /no approval for those of the configuration, for others 1 of/,
      /anything else/,
    ],
    ['two rules', both(auto, some), /no approval for `uptime`, for others 2 of/, /`uptime`, `j\*`/],
    ['nobody who approves', only(auto, { approval: { kind: 'auto' } }), /^no approval$/, /every command/],
  ])('%s', (_, policy, approval, limits) => {
    const explained = explainPolicy(policy, vm, alice);
    const run = explained.kind === 'explained' ? explained.actions.find(({ action }) => action === 'run') : undefined;
    expect(run?.kind === 'open' ? run.approval : '').toMatch(approval);
    expect(run?.kind === 'open' ? run.limits.join('; ') : '').toMatch(limits);
  });
});
