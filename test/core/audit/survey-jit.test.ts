import { describe, expect, test } from 'vitest';
import { surveyDoors } from '../../../src/core/audit/survey-doors.ts';
import type { JitRequest, Unreadable } from '../../../src/core/facts.ts';
import { idOf, inventoryOf, network, nic, nsg, options, rule, vm } from './arm-world.ts';

const nowMs = 1_000_000_000;
const name = 'MicrosoftDefenderForCloud-JITRule-1-2';
const description = "MDC JIT Network Access rule created by an initiation request for policy 'default' of VM 'vm'.";
const world = (from = '203.0.113.7') => [
  network({ default: {} }),
  nsg('a', [
    rule({ name, from, description }),
    rule({ name: 'MicrosoftDefenderForCloud-JITRule_1-2', access: 'Deny', priority: 4096 }),
  ]),
  nic('nic', { vm: 'vm', nsg: 'a' }),
  vm('vm'),
];
const running: JitRequest = {
  vmId: idOf('virtualMachines', 'vm'),
  port: 22,
  sources: ['203.0.113.7'],
  endsAtMs: nowMs + 1,
};
const refused: Unreadable = {
  kind: 'unreadable',
  what: 'policies',
  reason: 'forbidden',
  because: 'Azure refused it.',
  permission: 'Microsoft.Security/locations/jitNetworkAccessPolicies/read',
};
const known = new Set([idOf('networkSecurityGroups', 'a').toLowerCase()]);

async function survey(
  answer: readonly JitRequest[] | Unreadable | undefined,
  given = world(),
  before = new Set<string>(),
) {
  const asked: string[] = [];
  const inventory = {
    ...inventoryOf(given),
    jitRequests: async (id: string) => {
      asked.push(id);
      return answer;
    },
  };
  return { asked, ...(await surveyDoors(inventory, { ...options, nowMs, known: before })) };
}

describe("a door of Defender's just-in-time access", () => {
  test('that is in use is nobody’s finding', async () => {
    expect(await survey([running])).toMatchObject({ asked: ['s1'], findings: [], notEvaluated: [] });
  });

  test('that nobody asks for any more is told', async () => {
    const { findings } = await survey([{ ...running, endsAtMs: 0 }]);
    expect(findings).toMatchObject([
      {
        name: 'a',
        severity: 'info',
        verdict: 'narrow',
        remarks: [
          `Rule ${name}: Microsoft Defender's just-in-time access opened it for a while, and no request for it is running any more: it should be gone.`,
        ],
      },
    ]);
  });

  test('that is gone by now is healed', async () => {
    const { healed } = await survey([], [network({ default: {} }), nsg('a', [])], known);
    expect(healed).toEqual([...known]);
  });

  test('of which that cannot be read says nothing, neither good nor bad', async () => {
    const told = `Whether doors that Microsoft Defender opened for a while are still wanted is not known (a): that takes the permission ${refused.permission}.`;
    expect(await survey(refused)).toMatchObject({ findings: [], notEvaluated: [told], status: 'complete' });
    expect(await survey(refused, world(), known)).toMatchObject({ findings: [], healed: [], vanished: [] });
  });

  test('that is there on an old page alone is not told, although that cannot be read', async () => {
    for (const now of [nsg('a', []), undefined]) {
      const inventory = { ...inventoryOf(world()), get: async () => now, jitRequests: async () => refused };
      expect((await surveyDoors(inventory, { ...options, nowMs })).notEvaluated).toEqual([]);
    }
  });

  test('of which that was not read this time is told with the reason', async () => {
    const { permission: _, ...late } = { ...refused, reason: 'timed-out', because: 'It took too long.' } as const;
    expect((await survey(late)).notEvaluated).toEqual([
      'Whether doors that Microsoft Defender opened for a while are still wanted is not known (a): It took too long.',
    ]);
  });

  test('where nobody knows of Defender, as in a file', async () => {
    expect(await survey(undefined)).toMatchObject({ findings: [], notEvaluated: [] });
  });

  test('that lets everybody in is a finding whoever asked for it', async () => {
    const { findings } = await survey([{ ...running, sources: ['*'] }], world('*'));
    expect(findings).toMatchObject([{ verdict: 'open', severity: 'medium' }]);
    expect(findings[0]?.remarks.join()).not.toContain('should be gone');
  });

  test('nobody asks Defender where it has no door', async () => {
    expect(await survey([], [nsg('a'), nsg('b', [])])).toMatchObject({ asked: [] });
  });
});
