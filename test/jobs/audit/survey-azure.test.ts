import { expect, test } from 'vitest';
import type { AdminRules, Unreadable } from '../../../src/core/facts.ts';
import { usualThresholds } from '../../../src/core/net/exposure.ts';
import { sealText } from '../../../src/core/remediations/seal.ts';
import { surveyAzure } from '../../../src/jobs/audit/survey-azure.ts';
import { idOf, inventoryOf, network, nsg, rule } from '../../core/audit/arm-world.ts';

const clock = { now: () => 0 } as Parameters<typeof surveyAzure>[3];
const nothing = { known: new Set<string>(), forcedBefore: new Set<string>(), subscriptions: [], progress: () => {} };
const networks = Array.from({ length: 100 }, (_, at) => {
  const text = JSON.stringify(network({ default: {} })).replaceAll('virtualNetworks/net', `virtualNetworks/net${at}`);
  return JSON.parse(text);
});

test('an audit of a bot that stops asks no further networks for their admin rules', async () => {
  const stop = new AbortController();
  let asked = 0;
  const adminRules = async (vnetId: string): Promise<AdminRules> => {
    asked += 1;
    if (asked === 10) stop.abort(new Error('the bot stops'));
    return { kind: 'admin-rules', vnetId, rules: [] };
  };
  const survey = surveyAzure(
    { inventory: () => inventoryOf(networks, { adminRules }) },
    undefined,
    usualThresholds,
    clock,
  );
  const request = { ...nothing, signal: stop.signal };
  await expect(survey(request)).rejects.toThrow('the bot stops');
  expect(asked).toBeLessThan(20);
});

test.each([
  ['where all are refused, the others are not asked for', 100, 20],
  ['where one answers, all are asked for', 2, 100],
])('admin rules of a hundred networks: %s', async (_, answersFrom, most) => {
  const asked: string[] = [];
  const adminRules = async (vnetId: string): Promise<AdminRules | Unreadable> => {
    asked.push(vnetId);
    const permission = 'Microsoft.Network/x/action';
    if (asked.length <= answersFrom)
      return { kind: 'unreadable', what: 'admin rules', reason: 'forbidden', because: 'It was refused.', permission };
    return { kind: 'admin-rules', vnetId, rules: [] };
  };
  const survey = surveyAzure(
    { inventory: () => inventoryOf(networks, { adminRules }) },
    undefined,
    usualThresholds,
    clock,
  );
  const { notEvaluated } = await survey({ ...nothing, signal: new AbortController().signal });
  expect(asked.length).toBeLessThanOrEqual(most);
  const unread = answersFrom === 100 ? '100 networks' : '2 networks';
  expect(notEvaluated.join(' ')).toContain(`is not known in ${unread}: net0, net1`);
  expect(notEvaluated.join(' ')).toMatch(/That takes the permission Microsoft\.Network\/x\/action\.$/);
  if (answersFrom === 2) expect(asked).toHaveLength(100);
});

test.each([
  ['a Deny of its own closed it: nothing is to be told', 'own', 0],
  ["a Deny of another installation's did: the rule behind it never matches", 'other', 1],
])('%s', async (_, installation, findings) => {
  const owner = { installation: 'own', key: 'secret' };
  const nsgId = idOf('networkSecurityGroups', 'a');
  const name = 'drawbridge-abcdefgh23';
  const seal = { requestId: 'abcdefgh23', closesAtMs: undefined, stays: true } as const;
  const description = sealText({ kind: 'rule', nsgId, name }, seal, { ...owner, installation });
  const shut = rule({ name, access: 'Deny', from: 'Internet', description });
  const world = inventoryOf([nsg('a', [shut, rule({ priority: 200, from: 'Internet' })])]);
  const survey = surveyAzure({ inventory: () => world }, owner, usualThresholds, clock);
  const request = { ...nothing, signal: new AbortController().signal };
  expect((await survey(request)).findings).toHaveLength(findings);
});
