import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { fillTemplate } from '../../../src/core/commands/fill-template.ts';
import { injections, template } from './make.ts';
import { type OracleType, takes } from './type-oracle.ts';

/** Generated parameters through templates under the real shells: what arrives, and what is refused. */

const howMany = 10_000;
const folder = mkdtempSync(join(tmpdir(), 'drawbridge-argv-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Kind {
  readonly type: OracleType;
  readonly hole: string;
  /** Its part of all that are generated. */
  readonly share: number;
  readonly values: fc.Arbitrary<string>;
}

const pieces = fc.constantFrom(
  ...injections.filter((each) => each.length < 40),
  ...Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)),
);
const soup = fc.array(pieces, { minLength: 1, maxLength: 8 }).map((all) => all.join(''));
const signs = fc.string({
  unit: fc.constantFrom(...' \'"$`\\;&|<>()*?[]{}#~!%^=+,@:/.-_aZ09'),
  minLength: 1,
  maxLength: 30,
});
const anything = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), soup, signs);
const path = fc
  .array(fc.oneof(signs, soup, fc.string({ unit: 'grapheme' })), { maxLength: 4 })
  .map((all) => `/${all.join('/')}`);
const name = fc.string({ unit: fc.constantFrom(...'abcxyzABCXYZ0189._@:-'), minLength: 1, maxLength: 20 });
const host = fc.oneof(
  fc.domain(),
  fc.ipV4(),
  fc.ipV6(),
  fc.string({ unit: fc.constantFrom(...'abXY019.-:'), minLength: 1, maxLength: 70 }),
);
const mostly = (fit: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 4, arbitrary: fit }, { weight: 1, arbitrary: anything });

const kinds: Readonly<Record<string, Kind>> = {
  text: {
    type: { kind: 'text', most: 1000 },
    hole: 'text',
    share: 5,
    values: fc.oneof(soup, signs, fc.string({ unit: 'grapheme' }), anything),
  },
  word: {
    type: { kind: 'word', most: 256 },
    hole: 'word',
    share: 2,
    values: mostly(signs.map((each) => each.replaceAll(' ', '_'))),
  },
  path: { type: { kind: 'path', most: 4096 }, hole: 'path', share: 2, values: mostly(path) },
  name: { type: { kind: 'name', most: 256 }, hole: 'name', share: 1, values: mostly(name) },
  host: { type: { kind: 'host', most: 253 }, hole: 'host', share: 1, values: mostly(host) },
  int: {
    type: { kind: 'int', from: 0, to: 500 },
    hole: 'int<=500',
    share: 1,
    values: mostly(fc.integer({ min: -20, max: 600 }).map(String)),
  },
  choice: {
    type: { kind: 'choice', of: ['a', 'b.c', 'd/e'] },
    hole: 'a|b.c|d/e',
    share: 1,
    values: mostly(fc.constantFrom('a', 'b.c', 'd/e')),
  },
  short: { type: { kind: 'text', most: 12 }, hole: 'text<=12', share: 1, values: anything },
};

/** How a template has its hole: what the shell makes of it in front of the value, and whether it is the same word. */
const frames: readonly {
  run: (hole: string) => string;
  before: readonly string[];
  glue: string;
  behind: readonly string[];
}[] = [
  { run: (hole) => `show ${hole}`, before: [], glue: '', behind: [] },
  { run: (hole) => `show -x -- ${hole} 'it'\\''s' end`, before: ['-x', '--'], glue: '', behind: ["it's", 'end'] },
  { run: (hole) => `show --opt=${hole} "last one"`, before: [], glue: '--opt=', behind: ['last one'] },
  { run: (hole) => `true && show ${hole} "$(show ab | wc -c | tr -d ' ')"`, before: [], glue: '', behind: ['5'] },
];

interface Trial {
  readonly kind: string;
  readonly value: string;
  readonly frame: (typeof frames)[number];
}

const names = Object.keys(kinds);
const shares = Object.values(kinds).reduce((sum, { share }) => sum + share, 0);
const generated = names.flatMap((each, at): Trial[] => {
  const { values: arbitrary, share } = kinds[each] ?? fail();
  const numRuns = Math.ceil((howMany * share) / shares);
  const values = fc.sample(arbitrary, { numRuns, seed: 20_260_000 + at });
  return values.map((value, index) => ({
    kind: each,
    value,
    frame: frames[index % 20 === 0 ? 3 : index % 3] ?? fail(),
  }));
});
const known = names.flatMap((kind) =>
  injections.flatMap((value) => frames.slice(0, 3).map((frame): Trial => ({ kind, value, frame }))),
);

function fail(): never {
  throw new RangeError('there is no such frame');
}

interface Filled extends Trial {
  readonly text: string;
  readonly argv: readonly string[];
}

function fill(trial: Trial): Filled | undefined {
  const { frame, value, kind } = trial;
  const made = template('t', frame.run(`{p:${kinds[kind]?.hole}}`));
  const filled = fillTemplate(made, [value]);
  if (!filled.ok) return undefined;
  return { ...trial, text: filled.text, argv: [...frame.before, `${frame.glue}${value}`, ...frame.behind] };
}

/** Runs all of them in one shell, which prints of each how many arguments there were, and those. */
function argvsUnder(shell: string, lines: readonly string[]): string[][] {
  const script = join(folder, `${shell}.sh`);
  const printer = `show() { printf '%d\\0' "$#"; for each in "$@"; do printf '%s\\0' "$each"; done; }`;
  writeFileSync(script, `${printer}\n${lines.join('\n')}\n`);
  const ran = spawnSync(shell, [script], { maxBuffer: 1 << 28, cwd: folder });
  expect(ran.stderr.toString()).toBe('');
  expect(ran.status).toBe(0);
  const fields = ran.stdout.toString('utf8').split('\0').slice(0, -1);
  const argvs: string[][] = [];
  for (let at = 0; at < fields.length; ) {
    const count = Number(fields[at]);
    argvs.push(fields.slice(at + 1, at + 1 + count));
    at += 1 + count;
  }
  return argvs;
}

describe.each(['dash', 'bash'])('under %s', (shell) => {
  test.each([
    ['generated', generated],
    ['known injections', known],
  ])('%s: every value that its type allows arrives as one argument', (_, trials) => {
    const sent = trials.flatMap((trial) => fill(trial) ?? []);
    const argvs = argvsUnder(
      shell,
      sent.map(({ text }) => text),
    );
    expect(argvs.length).toBe(sent.length);
    const wrong = sent.filter(({ argv }, at) => JSON.stringify(argv) !== JSON.stringify(argvs[at]));
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  test('a program of its own gets the same', () => {
    const sent = known
      .filter(({ value }) => value.length < 2000)
      .flatMap((trial) => (trial.frame === frames[0] ? (fill(trial) ?? []) : []));
    const some = sent.filter((_, at) => at % 3 === 0);
    const lines = some.map(({ text }) => text.replace(/^show/, "/usr/bin/printf '1\\0%s\\0'"));
    expect(argvsUnder(shell, lines)).toEqual(some.map(({ argv }) => argv));
    expect(some.length).toBeGreaterThan(60);
  });
});

describe('what is refused', () => {
  const judged = [...generated, ...known].map((trial) => {
    const { type } = kinds[trial.kind] ?? fail();
    return {
      ...trial,
      isSent: fill(trial) !== undefined,
      isAllowed: takes(type, trial.value, trial.frame.glue !== ''),
    };
  });

  test('is what the type does not take, and nothing else', () => {
    const apart = judged.filter(({ isSent, isAllowed }) => isSent !== isAllowed);
    expect(apart.slice(0, 3).map(({ kind, value, isAllowed }) => ({ kind, value, isAllowed }))).toEqual([]);
  });

  test('is the smaller part, of every type', () => {
    const ofGenerated = judged.slice(0, generated.length);
    expect(ofGenerated.length).toBeGreaterThanOrEqual(howMany);
    const arrived = ofGenerated.filter(({ isSent }) => isSent);
    expect(arrived.length / ofGenerated.length).toBeGreaterThan(0.6);
    for (const each of names) {
      const all = ofGenerated.filter(({ kind }) => kind === each);
      const share = all.filter(({ isSent }) => isSent).length / all.length;
      expect(share, each).toBeGreaterThan(0.5);
      expect(share, each).toBeLessThan(1);
    }
    const hard = arrived.filter(({ value }) => /[ '"$`;\\]/.test(value));
    console.info(`${ofGenerated.length} generated, ${arrived.length} allowed, ${hard.length} of them hard to quote`);
    expect(hard.length).toBeGreaterThan(howMany / 4);
  });
});
