import { afterEach, expect, test } from 'vitest';
import type { ArmRequest } from '../../../src/azure/writes.ts';
import { seeded } from '../../seeded.ts';
import { type Connected, connect } from '../connected-azure.ts';
import { ids, ordinaryWorld } from '../ordinary-world.ts';

let connected: Connected | undefined;
afterEach(() => connected?.arm.close());

const kinds = [
  { kind: 'throttled' },
  { kind: 'error', status: 429, code: 'RetryableError' },
  { kind: 'error', status: 500 },
  { kind: 'error', status: 409, code: 'AnotherOperationInProgress' },
  { kind: 'error', status: 409, code: 'Conflict' },
  { kind: 'reset' },
  { kind: 'unanswered' },
  { kind: 'hang' },
] as const;
const groups = [ids.nicNsg, ids.subnetNsg];
const count = 100;
const hourMs = 3_600_000;

const pathOf = (number: number) => `${groups[number % groups.length]}/securityRules/rule-${number}`;
const open = (number: number): ArmRequest => ({
  method: 'PUT',
  path: pathOf(number),
  apiVersion: '2024-05-01',
  body: {
    properties: {
      access: 'Allow',
      destinationAddressPrefix: '10.1.0.4',
      destinationPortRange: '22',
      direction: 'Inbound',
      priority: 1000 + number,
      protocol: 'Tcp',
      sourceAddressPrefix: '203.0.113.7',
      sourcePortRange: '*',
    },
  },
});
const close = (number: number): ArmRequest => ({ method: 'DELETE', path: pathOf(number), apiVersion: '2024-05-01' });
const numbers = Array.from({ length: count }, (_, number) => number);

test.each([1, 2])('with three requests of ten failing, what is said of each change is true (seed %i)', async (seed) => {
  const random = seeded(seed);
  const mayAnswer = async () => {
    const faults = connected?.world.faults ?? [];
    // The request that gets here next is struck; a fault that another was meant for is not left lying about.
    faults.length = 0;
    if (random() >= 0.3) return;
    const fault = kinds[Math.floor(random() * kinds.length)] ?? { kind: 'reset' };
    faults.push({ ...fault, target: '*', action: '*', after: 0, times: 1 });
  };
  connected = await connect(ordinaryWorld(), { mayAnswer });
  const { azure, world } = connected;
  const rulesThere = () => new Set(groups.flatMap((id) => rulesIn(world.get(id)?.properties.securityRules)));
  const sendAll = (make: (number: number) => ArmRequest) =>
    Promise.all(numbers.map((number) => azure.writes.send(make(number), 24 * hourMs)));

  const opened = await sendAll(open);
  const afterOpening = rulesThere();
  const closed = await sendAll(close);
  const afterClosing = rulesThere();
  for (const number of numbers) {
    const [before, after] = [afterOpening, afterClosing].map((rules) => rules.has(`rule-${number}`));
    const [opening, closing] = [opened[number]?.kind, closed[number]?.kind];
    if (opening !== 'unknown')
      expect({ number, opening, isThere: before }).toEqual({ number, opening, isThere: opening === 'done' });
    // What was refused is as it was.
    const expected = closing === 'done' ? false : before;
    if (closing !== 'unknown')
      expect({ number, closing, isThere: after }).toEqual({ number, closing, isThere: expected });
  }
  // And few are left open.
  for (const sent of [opened, closed])
    expect(sent.filter(({ kind }) => kind === 'done').length).toBeGreaterThan(count * 0.8);
});

function rulesIn(rules: unknown): string[] {
  return (rules as { name: string }[]).map(({ name }) => name);
}
