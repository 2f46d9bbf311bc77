import { nsgFromArm } from '../src/core/audit/arm/nsg-from-arm.ts';
import type { Nsg } from '../src/core/facts.ts';
import { AddressSet } from '../src/core/net/address-set.ts';
import { type Exposure, usualThresholds } from '../src/core/net/exposure.ts';
import { exposureOf } from '../src/core/net/exposure-of.ts';
import { generateNsgs } from './audit/generate-nsgs.ts';
import { getsIn } from './audit/plain-evaluation.ts';
import type { Bench } from './bench.ts';

const rulesEach = 20;
/** As many as a page of the audit holds. */
const groupsEachRound = 100;
const rounds = 400;
/** Rounds before the code is as fast as in the middle of an audit. */
const warmUps = 100;

/**
 * Every list is a new one, read from JSON: there is nothing that could be remembered. A second is one that this thread had
 * a core for, so that what else runs on the machine takes nothing away.
 */
export const evaluateRules: Bench = {
  name: 'evaluate-rules',
  what: `who gets in from the internet, of distinct groups of ${rulesEach} rules each`,

  run() {
    let microseconds = 0;
    let differences = 0;
    let compared = 0;
    for (let round = 0; round < rounds; round += 1) {
      const groups = newGroups(`round ${round}`);
      const before = process.threadCpuUsage();
      let exposure: Exposure | undefined;
      for (const group of groups) exposure = exposureOf(group, { port: 22, thresholds: usualThresholds });
      const { user, system } = process.threadCpuUsage(before);
      if (round >= warmUps) microseconds += user + system;
      const answers = compare(groups.at(-1), exposure);
      compared += answers.length;
      differences += answers.filter((agrees) => !agrees).length;
    }
    const value = ((rounds - warmUps) * groupsEachRound * rulesEach * 1_000_000) / microseconds;
    return Promise.resolve([
      { what: 'rules', value, unit: 'per second', limit: { kind: 'bound', atLeast: 1_000_000 } },
      { what: 'addresses compared with brute force', value: compared, unit: 'count' },
      { what: 'answers that differ', value: differences, unit: 'count', limit: { kind: 'bound', atMost: 0 } },
    ]);
  },
};

function newGroups(seed: string): Nsg[] {
  const page: unknown[] = JSON.parse(JSON.stringify([...generateNsgs(groupsEachRound, rulesEach, seed)]));
  return page.map((each) => {
    const read = nsgFromArm(each);
    if (read.kind === 'not-read') throw new Error(read.because);
    return read.nsg;
  });
}

/** Whether each address on the edges of the rules' blocks is judged alike: it gets in to some host, or to none. */
function compare(group: Nsg | undefined, exposure: Exposure | undefined): boolean[] {
  const rules = group?.rules ?? [];
  const hosts = ['10.255.255.254', ...new Set(rules.flatMap(({ destinations }) => destinations.filter(isDotted)))];
  const froms = new Set(['1.1.1.1', '223.255.255.255', ...rules.flatMap(({ sources }) => sources.flatMap(edges))]);
  return [...froms].map((from) => {
    const expected = hosts.some((to) => getsIn(rules, from, to));
    return exposure?.sources.contains(AddressSet.of(from)) === expected;
  });
}

function isDotted(text: string): boolean {
  return /^\d+\./.test(text);
}

function edges(block: string): string[] {
  const [first, last] =
    AddressSet.parse(block)
      ?.toRanges()
      .flatMap((range) => [range.first, range.last]) ?? [];
  return first === undefined || last === undefined ? [] : [first, last];
}
