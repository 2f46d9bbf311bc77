import { describe, expect, test } from 'vitest';
import type { ArmResource, Inventory } from '../../../src/core/audit/inventory.ts';
import { surveyDoors } from '../../../src/core/audit/survey-doors.ts';
import type { SurveyProgress } from '../../../src/core/audit/survey-options.ts';
import type { Unreadable } from '../../../src/core/facts.ts';
import { idOf, inventoryOf, ip, network, nic, nsg, options, rule, vm } from './arm-world.ts';

const refused: Unreadable = { kind: 'unreadable', what: 'group', reason: 'forbidden', because: 'Azure refused it.' };
const keyOf = (name: string) => idOf('networkSecurityGroups', name).toLowerCase();

/** An inventory whose single reads answer otherwise than its pages. */
function rereading(
  world: readonly ArmResource[],
  answers: Readonly<Record<string, ArmResource | Unreadable | undefined>>,
) {
  const inventory = inventoryOf(world);
  const get: Inventory['get'] = async (id) => {
    const name = id.slice(id.lastIndexOf('/') + 1);
    return name in answers ? answers[name] : inventory.get(id);
  };
  return { ...inventory, get };
}

describe('each flagged group is read once more', () => {
  const world = [nsg('a')];
  const known = new Set([keyOf('a')]);

  test('one that was closed meanwhile is healed', async () => {
    const survey = await surveyDoors(rereading(world, { a: nsg('a', []) }), { ...options, known });
    expect(survey).toMatchObject({ findings: [], healed: [keyOf('a')], vanished: [] });
  });

  test('one that was opened wider meanwhile is told as it is now', async () => {
    const half = [nsg('a', [rule({ from: '0.0.0.0/1' })])];
    const survey = await surveyDoors(rereading(half, { a: nsg('a') }), options);
    expect(survey.findings).toMatchObject([{ verdict: 'open' }]);
  });

  test('one that was deleted meanwhile is gone', async () => {
    const survey = await surveyDoors(rereading(world, { a: undefined }), { ...options, known });
    expect(survey).toMatchObject({ findings: [], healed: [], vanished: [keyOf('a')] });
  });

  test('one that cannot be read again stays, with a remark', async () => {
    const [found] = (await surveyDoors(rereading(world, { a: refused }), options)).findings;
    expect(found?.verdict).toBe('open');
    expect(found?.remarks).toEqual(['It could not be read once more, so this may be minutes old: Azure refused it.']);
  });

  test('each thing is asked for once', async () => {
    const asked: string[] = [];
    const inventory = inventoryOf([
      network({ default: { nsg: 's' } }),
      nsg('s'),
      nsg('n', []),
      ...[1, 2, 3].flatMap((at) => [
        nic(`nic${at}`, { vm: `vm${at}`, nsg: 'n', ip: `ip${at}`, address: `10.0.0.${at + 3}` }),
        ip(`ip${at}`),
      ]),
    ]);
    await surveyDoors(
      {
        ...inventory,
        get: (id) => {
          asked.push(id.toLowerCase());
          return inventory.get(id);
        },
        adminRules: (id) => {
          asked.push(`admin rules of ${id.toLowerCase()}`);
          return inventory.adminRules(id);
        },
      },
      options,
    );
    expect(asked.toSorted()).toEqual(
      [`admin rules of ${idOf('virtualNetworks', 'net').toLowerCase()}`, keyOf('n'), keyOf('s')].toSorted(),
    );
  });
});

describe('the other group of a path', () => {
  const world = [
    network({ default: { nsg: 's' } }),
    nsg('s', []),
    nsg('n'),
    nic('nic', { vm: 'vm', nsg: 'n', ip: 'ip' }),
    ip('ip'),
    vm('vm'),
  ];

  test('that cannot be read leaves the path unknown, and the finding as bad as it may be', async () => {
    const [found] = (await surveyDoors(rereading(world, { s: refused }), options)).findings;
    expect(found).toMatchObject({
      name: 'n',
      severity: 'high',
      paths: [
        {
          isOpen: 'unknown',
          stoppedBy: { layer: 'subnet-nsg', because: 'The group could not be read: Azure refused it.' },
        },
      ],
    });
  });

  test('is read although it is closed itself', async () => {
    const [found] = (await surveyDoors(inventoryOf(world), options)).findings;
    expect(found).toMatchObject({ severity: 'medium', paths: [{ isOpen: false, stoppedBy: { name: 's' } }] });
  });
});

describe("doors of the bot's own", () => {
  const own = rule({ name: 'own', priority: 200, from: '20.1.2.3', to: '10.0.0.4', description: 'proof' });
  const ownRule = (_: string, { description }: { readonly description?: string }) =>
    description === 'proof' ? { requestId: 'r1', closesAtMs: 5000 } : undefined;

  test('are listed apart, and are no finding', async () => {
    const { findings, grants } = await surveyDoors(inventoryOf([nsg('a', [own])]), { ...options, ownRule });
    expect(findings).toEqual([]);
    expect(grants).toEqual([
      {
        nsgId: idOf('networkSecurityGroups', 'a'),
        nsgName: 'a',
        rule: 'own',
        requestId: 'r1',
        closesAtMs: 5000,
        sources: ['20.1.2.3'],
        destinations: ['10.0.0.4'],
      },
    ]);
  });

  test('hide no rule of somebody else', async () => {
    const stranger = rule({ name: 'stranger', priority: 300, description: 'my proof' });
    const { findings, grants } = await surveyDoors(inventoryOf([nsg('a', [own, stranger])]), { ...options, ownRule });
    expect(findings).toMatchObject([{ verdict: 'open', rules: [{ name: 'stranger' }] }]);
    expect(grants).toHaveLength(1);
  });

  test('that are Denies are no grants, and what they close is no finding any more', async () => {
    const shut = rule({ name: 'shut', priority: 100, access: 'Deny', description: 'proof' });
    const world = inventoryOf([nsg('a', [shut, rule({ priority: 300 })])]);
    const isOwnDeny = (_: string, { description }: { readonly description?: string }) => description === 'proof';
    const own = { ...options, ownRule, isOwnDeny, known: new Set([keyOf('a')]) };
    expect(await surveyDoors(world, own)).toMatchObject({ findings: [], grants: [], healed: [keyOf('a')] });
    // Somebody else's leaves a rule that never matches.
    expect((await surveyDoors(world, options)).findings).toMatchObject([{ verdict: 'closed', severity: 'info' }]);
  });
});

describe("doors of the bot's own that are no longer what was approved", () => {
  const own = (parts: Parameters<typeof rule>[0]) =>
    rule({ name: 'own', priority: 200, from: '20.1.2.3', to: '10.0.0.4', description: 'proof', ...parts });
  const ownRule = (_: string, { description }: { readonly description?: string }) =>
    description === 'proof' ? { requestId: 'r1', closesAtMs: 5000 } : undefined;
  const says = (what: string) => `Rule own: Drawbridge opened it for request r1, and ${what}. It counts as any other.`;

  test.each([
    ['everybody', '*', 'open'],
    ['a /9', '20.0.0.0/9', 'partial'],
    ['all of Azure', 'AzureCloud', 'partial'],
  ])('widened to %s: a finding', async (_, from, verdict) => {
    const world = inventoryOf([nsg('a', [own({ from, to: '*' })])]);
    const { findings, grants } = await surveyDoors(world, { ...options, ownRule });
    expect(grants).toEqual([]);
    expect(findings).toMatchObject([{ verdict, rules: [{ name: 'own' }] }]);
    expect(findings[0]?.remarks).toContain(says('somebody has widened it since'));
  });

  test.each([
    ['a moment before its time is over: a grant', 4999, 1, []],
    ['when its time is over: a remark', 5000, 0, ['info narrow']],
  ])('%s', async (_, nowMs, open, expected) => {
    const world = inventoryOf([nsg('a', [own({})])]);
    const { findings, grants } = await surveyDoors(world, { ...options, ownRule, nowMs });
    expect(grants).toHaveLength(open);
    expect(findings.map(({ severity, verdict }) => `${severity} ${verdict}`)).toEqual(expected);
    expect(findings.flatMap(({ remarks }) => remarks)).toEqual(expected.map(() => says('its time is over')));
  });

  test('one that somebody widened behind a rule that denies all opens nothing, and is told', async () => {
    const deny = rule({ name: 'deny', priority: 100, access: 'Deny' });
    const world = inventoryOf([nsg('a', [deny, own({ from: '*', to: '*' })])]);
    const { findings } = await surveyDoors(world, { ...options, ownRule });
    expect(findings).toMatchObject([{ verdict: 'closed', severity: 'info' }]);
    expect(findings[0]?.remarks).toContain(says('somebody has widened it since'));
  });
});

describe('what is left of what was known', () => {
  const known = new Set([keyOf('a'), keyOf('gone'), keyOf('shut'), keyOf('odd'), '/subscriptions/s2/x']);
  const odd = {
    ...nsg('odd'),
    properties: { securityRules: ['r'] },
  };
  const world = [nsg('a'), nsg('shut', []), odd];
  const unread = [{ id: 'S2', name: 'Refused', reason: 'forbidden' as const, because: 'It was refused.' }];

  test('is told apart: there and in order, gone, or not read', async () => {
    const inventory = { ...inventoryOf(world), subscriptions: async () => ({ answered: [{ id: 's1' }], unread }) };
    const survey = await surveyDoors(inventory, { ...options, known });
    expect(survey).toMatchObject({ status: 'partial', healed: [keyOf('shut')], vanished: [keyOf('gone')] });
    expect(survey.subscriptions.unread).toEqual(unread);
    expect(survey.notEvaluated).toEqual(['The group odd could not be understood. One of its rules is no object.']);
  });

  test('of many that are not understood the first are named and the rest is counted', async () => {
    const many = Array.from({ length: 25 }, (_, at) => ({ ...odd, id: idOf('networkSecurityGroups', `odd${at}`) }));
    const { notEvaluated, counts } = await surveyDoors(inventoryOf(many), options);
    expect(counts.notUnderstood).toBe(25);
    expect(notEvaluated).toHaveLength(21);
    expect(notEvaluated.at(-1)).toBe('5 more could not be understood.');
  });

  test('nothing was read', async () => {
    const inventory = { ...inventoryOf([]), subscriptions: async () => ({ answered: [], unread }) };
    const survey = await surveyDoors(inventory, { ...options, known: new Set(['/subscriptions/s2/x']) });
    expect(survey).toMatchObject({ status: 'failed', findings: [], healed: [], vanished: [] });
  });
});

describe('a rule that says only a part of what it is', () => {
  const odd = (parts: object, more: Parameters<typeof rule>[0] = {}) => {
    const whole = rule({ name: 'odd', ...more });
    return { ...whole, properties: { ...whole.properties, ...parts } };
  };
  const later = rule({ priority: 200 });
  const earlier = rule({ priority: 90 });
  test.each([
    ['neither allows nor denies everybody', [odd({ access: 'Perhaps' })], 'unknown'],
    ['may deny before everybody is let in', [odd({ access: undefined }), later], 'unknown'],
    ['comes after everybody is let in', [earlier, odd({ access: undefined })], 'open'],
    ['is about a few addresses only', [odd({ access: null }, { from: '20.1.2.3' }), later], 'open'],
    ['lacks a direction and may let everybody in', [odd({ direction: '' })], 'unknown'],
    ['lacks a direction and could only let more in', [odd({ direction: '' }), later], 'open'],
    ['is about another port', [odd({ access: 'Perhaps' }, { ports: '443' }), later], 'open'],
  ])('and %s', async (_, rules, verdict) => {
    const { findings, notEvaluated } = await surveyDoors(inventoryOf([nsg('a', rules)]), options);
    expect(findings.map((each) => each.verdict)).toEqual([verdict]);
    expect(notEvaluated).toEqual([]);
    const said = findings[0]?.remarks.filter((each) => each.startsWith('Rule odd:')) ?? [];
    expect(said.length).toBeLessThan(2);
  });
});

test('thousands of groups go by one page at a time, and only open ones are kept', async () => {
  const progress: SurveyProgress[] = [];
  const held: string[] = [];
  const inventory = inventoryOf([]);
  const streaming: Inventory = {
    ...inventory,
    async *pages(type) {
      if (type !== 'microsoft.network/networksecuritygroups') return;
      for (let page = 0; page < 20; page += 1) {
        yield Array.from({ length: 100 }, (_, at) => {
          const number = page * 100 + at;
          return nsg(
            `g${number}`,
            number % 100 === 0 ? [rule()] : [rule({ ports: '443' }), rule({ from: '10.0.0.0/8' })],
          );
        });
        held.push(`${page}`);
      }
    },
    get: async () => refused,
  };
  const survey = await surveyDoors(streaming, { ...options, progress: (soFar) => void progress.push(soFar) });
  expect(survey.counts).toMatchObject({ nsgs: 2000, rules: 20 + 1980 * 2 });
  expect(survey.findings).toHaveLength(20);
  expect(progress.slice(0, 20).map(({ nsgs, flagged }) => [nsgs, flagged])).toEqual(
    held.map((_, page) => [(page + 1) * 100, page + 1]),
  );
});
