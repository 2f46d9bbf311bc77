import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resourceGraphRoutes } from '../../../../sandbox/arm/resource-graph/routes.ts';
import { ArmFailure } from '../../../../sandbox/arm/route.ts';
import { asker, network, worldOf } from '../network/ask.ts';

const path = '/providers/Microsoft.ResourceGraph/resources';
const { ask } = asker(worldOf([{ id: `${network}/publicIPAddresses/ip` }]), resourceGraphRoutes, 50, false);

/** The status of the answer; anything else than an answer is thrown on. */
async function statusOf(query: string): Promise<number> {
  try {
    return (await ask('POST', path, { body: { query } })).status;
  } catch (error) {
    if (error instanceof ArmFailure) return error.status;
    throw error;
  }
}

const words = fc.constantFrom(
  ...['Resources', '|', 'where', 'project', 'extend', 'order by', 'summarize', 'count()', 'by', 'mv-expand', 'join'],
  ...['(', ')', '[', ']', ',', '.', '=', '==', '=~', 'in~', 'and', 'or', 'not', '*', '+', '-', '$left', '$right', 'on'],
  ...[
    'name',
    'id',
    'tags',
    'properties',
    "'x'",
    '"y',
    '0',
    '1.5',
    'true',
    'asc',
    'limit',
    'to typeof(string)',
    'toString',
  ],
  ...[
    'tostring(',
    'strcat(',
    'split(name, "/")',
    'iff(true, 1, 2)',
    '__proto__',
    'matches regex',
    "'('",
    'take',
    'top',
  ],
);

describe('whatever is asked', () => {
  it('is answered or refused, and breaks nothing', async () => {
    const seen = new Set<number>();
    const query = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 14 }).map((all) => all.join(' ')),
      fc.array(words, { maxLength: 6 }).map((all) => `Resources | where name =~ 'ip' | ${all.join(' ')}`),
    );
    await fc.assert(
      fc.asyncProperty(query, async (text) => {
        const status = await statusOf(text);
        seen.add(status);
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 500, seed: 1 },
    );
    expect(seen).toEqual(new Set([200, 400]));
  });

  it('as a quoted name finds exactly that name', async () => {
    const name = fc.string({ unit: 'binary', minLength: 1 });
    await fc.assert(
      fc.asyncProperty(name, async (text) => {
        const quoted = `'${text.replaceAll(/[\\']|[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;
        const query = `Resources | extend given = ${quoted} | project given`;
        expect((await ask('POST', path, { body: { query } })).body).toMatchObject({ data: [{ given: text }] });
      }),
      { numRuns: 50, seed: 1 },
    );
  });
});
