import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactText } from '../../../src/core/actions/exact-text.ts';
import { fillWrite, priorityRangeOf } from '../../../src/core/actions/fill.ts';
import { type Plan, type PlannedWrite, planDigest } from '../../../src/core/actions/plan.ts';
import { planDifference } from '../../../src/core/actions/plan-difference.ts';
import type { Json } from '../../../src/core/canonical-json.ts';
import { applyEdits } from '../../../src/core/remediations/apply-edits.ts';
import { associatePublicIp } from '../../../src/core/remediations/associate-public-ip.ts';
import { createNsg } from '../../../src/core/remediations/create-nsg.ts';
import { openPort } from '../../../src/core/remediations/open-port.ts';
import { readSeal, readTagSeal, sealText } from '../../../src/core/remediations/seal.ts';
import { configuration, nic, nsg, rule, vm } from '../checks/myvm.ts';
import { guardedBy, hourMs, planFor, planned, requestId, shut, withoutIp } from './make.ts';

const owner = { installation: 'prod-eu', key: 'secret' };
const closingTimeMs = Date.UTC(2026, 6, 1, 12);
const values = {
  priority: 4000,
  closingTimeMs,
  sealed: (place: Parameters<typeof sealText>[0], stays: boolean) =>
    sealText(place, { requestId, closesAtMs: stays ? undefined : closingTimeMs }, owner),
};
const opened = planned(planFor(openPort, guardedBy(undefined, shut))).plan;
const addressed = planned(planFor(associatePublicIp, withoutIp(), { removeAtEnd: true })).plan;
const created = planned(planFor(createNsg, guardedBy(undefined, undefined))).plan;
const first = ({ writes }: Plan): PlannedWrite => writes[0] ?? { method: 'PUT', path: '', apiVersion: '', says: '' };

type Tree = { readonly [key: string]: Tree } & string;

describe('filling', () => {
  test('a rule carries its priority and a seal that is read as own', () => {
    const { body, ...request } = fillWrite(first(opened), values);
    expect(request).toEqual({ method: 'PUT', path: first(opened).path, apiVersion: '2026-01-01' });
    const { description, priority } = (body as unknown as Tree).properties as Tree;
    expect(priority).toBe(4000);
    const [, nsgId = '', name = ''] = /^(.*)\/securityRules\/(.*)$/.exec(request.path) ?? [];
    expect(readSeal(nsgId, name, description ?? '', owner.key, owner.installation)).toEqual({
      kind: 'own',
      requestId,
      closesAtMs: closingTimeMs,
    });
  });

  test.each([
    ['a public IP that is removed', addressed, closingTimeMs],
    ['a group that stays', created, undefined],
  ])('%s carries its proof in a tag', (_, plan, closesAtMs) => {
    const { path, body } = fillWrite(first(plan), values);
    const tags = (body as unknown as Tree).tags ?? {};
    expect(readTagSeal(path, tags, owner)).toEqual({ kind: 'own', requestId, closesAtMs });
  });

  test('a closing time is one of ISO 8601', () => {
    const write: PlannedWrite = { ...first(opened), body: { at: [{ endTimeUtc: { $hole: 'closing-time' } }] } };
    expect(fillWrite(write, values).body).toEqual({ at: [{ endTimeUtc: '2026-07-01T12:00:00Z' }] });
  });

  test.each([99, 4097, 100.5, undefined])('a priority of %s is not what was approved', (priority) => {
    const { priority: _, ...others } = values;
    expect(() => fillWrite(first(opened), { ...others, ...(priority !== undefined && { priority }) })).toThrow(
      RangeError,
    );
  });

  test('no hole is left, and nothing else is changed', () => {
    for (const plan of [opened, addressed, created]) {
      for (const write of [...plan.writes, ...plan.undo]) {
        const { body, ...others } = fillWrite(write, values);
        expect(JSON.stringify(body ?? null)).not.toContain('$hole');
        expect(write).toMatchObject(others);
      }
    }
  });

  test('the range that is left to the priority', () => {
    expect(priorityRangeOf(first(opened))).toEqual({ from: 100, to: 4096 });
    expect(priorityRangeOf(first(addressed))).toBeUndefined();
    expect(opened.undo.map(priorityRangeOf)).toEqual([undefined]);
  });
});

describe('editing', () => {
  const body: Json = {
    id: '/nic',
    etag: 'W/"1"',
    properties: {
      unknownToUs: { deep: [1, 2] },
      ipConfigurations: [
        { name: 'other', properties: { primary: false } },
        { name: 'IpConfig1', properties: { primary: true, privateIPAddress: '10.0.0.4', brandNew: true } },
      ],
    },
  };
  const [attach, detach] = [addressed.writes[1]?.edits ?? [], addressed.undo[0]?.edits ?? []];

  test('sets one value in a list by name, and keeps every other', () => {
    const edited = applyEdits(body, attach);
    expect(edited).toEqual({
      kind: 'edited',
      body: {
        id: '/nic',
        etag: 'W/"1"',
        properties: {
          unknownToUs: { deep: [1, 2] },
          ipConfigurations: [
            { name: 'other', properties: { primary: false } },
            {
              name: 'IpConfig1',
              properties: {
                primary: true,
                privateIPAddress: '10.0.0.4',
                brandNew: true,
                publicIPAddress: { id: first(addressed).path },
              },
            },
          ],
        },
      },
    });
  });

  test('what was set and taken out again leaves what was there', () => {
    const edited = applyEdits(body, attach);
    expect(edited.kind === 'edited' && applyEdits(edited.body, detach)).toEqual({ kind: 'edited', body });
  });

  test.each<[string, Json]>([
    ['no configuration of that name', { properties: { ipConfigurations: [{ name: 'x', properties: {} }] } }],
    ['no configurations', { properties: {} }],
    ['no properties', { properties: { ipConfigurations: [{ name: 'ipconfig1' }] } }],
    ['a word instead', 'gone'],
    ['nothing', null],
  ])('refused: %s', (_, there) => {
    for (const edits of [attach, detach]) expect(applyEdits(there, edits)).toMatchObject({ kind: 'refused' });
  });

  test('takes nothing away from whatever Azure may send', () => {
    const keys = fc.constantFrom('a', 'b', 'c', 'publicIPAddress');
    const fields = fc.dictionary(keys, fc.jsonValue() as fc.Arbitrary<Json>, { noNullPrototype: true });
    fc.assert(
      fc.property(fields, fields, (extra, more) => {
        const { publicIPAddress: _, ...inside } = more;
        const there: Json = {
          ...extra,
          properties: { ...extra, ipConfigurations: [{ name: 'ipconfig1', properties: inside }] },
        };
        const edited = applyEdits(there, attach);
        expect(edited.kind === 'edited' && applyEdits(edited.body, detach)).toEqual({ kind: 'edited', body: there });
      }),
    );
  });
});

test('an approver reads every request, with its holes named', () => {
  expect(exactText(opened)).toBe(`PUT ${first(opened).path}?api-version=2026-01-01
{
  "properties": {
    "description": "<the bot's proof, with the closing time: start + 2 h>",
    "protocol": "Tcp",
    "sourceAddressPrefix": "203.0.113.7",
    "sourcePortRange": "*",
    "destinationAddressPrefix": "10.0.0.4",
    "destinationPortRange": "22",
    "access": "Allow",
    "direction": "Inbound",
    "priority": "<priority 100-4096>"
  }
}

At the closing time:

DELETE ${first(opened).path}?api-version=2026-01-01`);
  expect(exactText(addressed)).toContain(`
If-Match: <the ETag that it was read with>
what was read, with
  properties.ipConfigurations.ipconfig1.properties.publicIPAddress = {"id":"${first(addressed).path}"}`);
  const jit: Plan = { ...opened, writes: [{ ...first(opened), body: { end: { $hole: 'closing-time' } } }], undo: [] };
  expect(exactText(jit)).toContain('"end": "<closing time: start + 2 h>"');
});

describe('the difference', () => {
  const on = (over: Parameters<typeof planFor>[1], more = {}) => planned(planFor(openPort, over, more)).plan;
  const other = nsg([], 'other');
  const denied = nsg([rule({ name: 'no', access: 'Deny', priority: 300, sources: ['*'] })]);
  const moved = { nics: [nic({ nsg: shut, ipConfigurations: [configuration({ privateAddress: '10.0.0.5' })] })] };
  test.each<[string, Plan, Plan, RegExp[]]>([
    ['none', opened, on(guardedBy(undefined, shut)), []],
    [
      'none but for the case of ids',
      opened,
      on({ ...guardedBy(undefined, { ...shut, id: shut.id.toUpperCase() }), vm: { ...vm, id: vm.id.toLowerCase() } }),
      [],
    ],
    [
      'another range',
      opened,
      on(guardedBy(undefined, denied)),
      [/`properties.priority` was `<priority 100-4096>` and is `<priority 100-299>` now/],
    ],
    ['a group more', opened, on(guardedBy(other, shut)), [/./, /not approved/, /./, /not approved/]],
    [
      'a group less',
      on(guardedBy(other, shut)),
      on(guardedBy(other, undefined)),
      [/not needed any more/, /At the closing time.*not needed/],
    ],
    [
      'another machine of that name',
      opened,
      on({ ...guardedBy(undefined, shut), vm: { ...vm, vmId: 'ffffffff-0000-4000-8000-000000000001' } }),
      [/made anew under the same name/],
    ],
    ['another private address', opened, on(moved), [/was `10.0.0.4` and is `10.0.0.5`/, /destinationAddressPrefix/]],
    [
      'another duration',
      opened,
      on(guardedBy(undefined, shut), { durationMs: 3 * hourMs }),
      [/for 2 h, and is now to for 3 h/],
    ],
    [
      'another source',
      opened,
      on(guardedBy(undefined, shut), { from: '203.0.113.8' }),
      [/`properties.sourceAddressPrefix` was `"203.0.113.7"`/],
    ],
    [
      'another change altogether',
      opened,
      created,
      [/instead it would be/, /not approved/, /not approved/, /At the closing time.*instead/],
    ],
  ])('%s', (_, approved, now, sentences) => {
    const said = planDifference(approved, now);
    const unmatched = sentences.filter((words) => !said.some((each) => words.test(each)));
    expect({ said: said.length, unmatched }).toEqual({ said: sentences.length, unmatched: [] });
    for (const each of said) expect(each).toMatch(/^[A-Z].*\.$/);
  });
});

test('the digest does not hang on the order of keys, and does on everything else', () => {
  const shuffled = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, each]) => [key, shuffled(each)]),
    );
  };
  for (const plan of [opened, addressed, created]) {
    expect(planDigest(shuffled(plan as unknown as Json) as unknown as Plan)).toBe(planDigest(plan));
    expect(planDigest(JSON.parse(JSON.stringify(plan)))).toBe(planDigest(plan));
    expect(planDigest({ ...plan, opensForMs: hourMs })).not.toBe(planDigest(plan));
    expect(planDigest({ ...plan, writes: [...plan.writes].reverse().slice(1) })).not.toBe(planDigest(plan));
  }
});
