import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Reading, ReadingOrder } from './audit/audit-process.ts';
import type { Bench, Row } from './bench.ts';
import { spread } from './report/spread.ts';

const series = 31;
const warmUps = 10;
/** Of 125 groups with 20 rules each. */
const [fewPages, manyPages] = [16, 800];
const groupsOnAPage = 125;

/** Judging every rule may cost a third of what fetching and parsing the same pages does, and memory does not grow. */
export const auditNsgs: Bench = {
  name: 'audit-nsgs',
  what: `reading and judging ${fewPages * groupsOnAPage} and ${manyPages * groupsOnAPage} security groups of 20 rules`,

  async run() {
    const server = processOf('serve-pages');
    const [place] = await once(server, 'message');
    const reader = processOf('audit-process');
    const auditor = processOf('audit-process');
    const alone = processOf('audit-process');
    const read = (by: ChildProcess, how: ReadingOrder['how'], pages: number) => ask(by, { ...place, how, pages });
    try {
      const bare: Reading[] = [];
      const audit: Reading[] = [];
      for (let count = 0; count < warmUps + series; count += 1) {
        // One after the other, so that what else goes on meets both.
        bare.push(await read(reader, 'bare', fewPages));
        audit.push(await read(auditor, 'audit', fewPages));
      }
      const many = await read(alone, 'audit', manyPages);
      return rows(bare.slice(warmUps), audit.slice(warmUps), many);
    } finally {
      for (const each of [server, reader, auditor, alone]) each.kill();
    }
  },
};

function rows(bare: readonly Reading[], audit: readonly Reading[], many: Reading): Row[] {
  const [bareMs, auditMs] = [bare, audit].map((all) => spread(all.map(({ ms }) => ms)).median) as [number, number];
  // Each beside the one right before it: the machine's pace changes from second to second.
  const beside = audit.map(({ ms }, at) => ms / (bare[at]?.ms ?? 0));
  const perGroup = auditMs / (fewPages * groupsOnAPage);
  const perGroupOfMany = many.ms / (manyPages * groupsOnAPage);
  if (many.rows !== manyPages * groupsOnAPage) throw new Error(`only ${many.rows} groups were read`);
  return [
    { what: 'audit / bare', value: spread(beside).median, unit: 'times', limit: { kind: 'bound', atMost: 1.3 } },
    {
      what: 'time for each of many / of few',
      value: perGroupOfMany / perGroup,
      unit: 'times',
      limit: { kind: 'bound', atMost: 1.3 },
    },
    { what: 'most memory, many', value: many.peakMB, unit: 'MB', limit: { kind: 'bound', atMost: 300 } },
    { what: 'audit, few', value: auditMs, unit: 'ms' },
    { what: 'bare, few', value: bareMs, unit: 'ms' },
    { what: 'audit, many', value: many.ms, unit: 'ms' },
  ];
}

/** As `npm start` starts the bot: younger objects may take no more than this, or memory grows with every page. */
const execArgv = ['--max-semi-space-size=16'];

function processOf(name: string): ChildProcess {
  return fork(new URL(`./audit/${name}.ts`, import.meta.url), { execArgv });
}

async function ask(by: ChildProcess, order: ReadingOrder): Promise<Reading> {
  by.send(order);
  const over = new AbortController();
  try {
    const [reading] = await Promise.race([once(by, 'message', over), ended(by, over)]);
    return reading as Reading;
  } finally {
    over.abort();
  }
}

async function ended(by: ChildProcess, over: AbortController): Promise<never> {
  await once(by, 'exit', over);
  throw new Error('a process of the measure ended before it answered');
}
