import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('../..', import.meta.url).pathname;

interface SourceFile {
  readonly path: string;
  readonly imports: readonly string[];
}

/** `import ... from`, `export ... from`, a bare `import`, and `import()`, which types use as well. */
const importForms = /^(?:import|export)\s[^;'"]*?\bfrom\s*'([^']+)'|^import\s*'([^']+)'|\bimport\(\s*'([^']+)'/gm;

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path): SourceFile => {
    const text = readFileSync(join(root, 'src', path), 'utf8');
    return { path, imports: [...text.matchAll(importForms)].map((match) => match[1] ?? match[2] ?? match[3] ?? '') };
  });

const isVendor = (specifier: string) => !specifier.startsWith('.');
/** Everything that does something: what is pure is used by it, never the other way round. */
const doers = /\/(?:azure|ssh|store|handlers|jobs|config|events|sweep)\//;
/** The files of src itself: the clock, the log, the configuration. Errors are values. */
const atTheTop = /^(?:\.\.\/)+(?!errors\.ts$)[\w-]+\.ts$/;

const isAtTheTop = (specifier: string, path: string) =>
  atTheTop.test(specifier) && specifier.split('../').length - 1 === path.split('/').length - 1;

/** Each border: which files it binds, what they may not import, and how many files it must at least have looked at. */
const borders: readonly {
  rule: string;
  files: (path: string) => boolean;
  forbidden: (specifier: string, path: string) => boolean;
  atLeast: number;
}[] = [
  {
    rule: 'core imports no vendor but node:crypto and ipaddr.js, no adapter and no view',
    files: (path) => path.startsWith('core/'),
    forbidden: (specifier) =>
      (isVendor(specifier) && specifier !== 'node:crypto' && specifier !== 'ipaddr.js') ||
      doers.test(specifier) ||
      specifier.includes('/views/'),
    atLeast: 120,
  },
  {
    rule: 'views import no vendor but the types of Block Kit, and only core',
    files: (path) => path.startsWith('views/'),
    forbidden: (specifier, path) =>
      (isVendor(specifier) && specifier !== '@slack/types') || doers.test(specifier) || isAtTheTop(specifier, path),
    atLeast: 28,
  },
  {
    rule: 'core knows no clock, no log and no configuration',
    files: (path) => path.startsWith('core/'),
    forbidden: isAtTheTop,
    atLeast: 120,
  },
  {
    rule: 'src/jobs names no vendor but the log, the client of Slack that is handed in and cron, and nobody who uses it',
    files: (path) => path.startsWith('jobs/'),
    forbidden: (specifier) =>
      (isVendor(specifier) && !['pino', '@slack/web-api', 'cron-parser', 'node-cron'].includes(specifier)) ||
      /\/(?:ssh|handlers|config|events|sweep)\//.test(specifier),
    atLeast: 14,
  },
  {
    rule: 'the commands of the operator know no Slack and no handler',
    files: (path) => /^(?:events|sweep)(?:\/|\.ts$)/.test(path),
    forbidden: (specifier) => specifier.startsWith('@slack/') || /\/(?:handlers|views)\//.test(specifier),
    atLeast: 8,
  },
  {
    rule: 'npm run sweep needs no store',
    files: (path) => /^sweep(?:\/|\.ts$)/.test(path) || /^jobs\/(?:sweep|close-(?:rule|address))/.test(path),
    forbidden: (specifier) => /\/store\//.test(specifier),
    atLeast: 6,
  },
  {
    rule: 'only src/azure imports @azure',
    files: (path) => !path.startsWith('azure/'),
    forbidden: (specifier) => specifier.startsWith('@azure/'),
    atLeast: 250,
  },
  {
    rule: 'only src/ssh imports ssh2',
    files: (path) => !path.startsWith('ssh/'),
    forbidden: (specifier) => specifier === 'ssh2',
    atLeast: 300,
  },
  {
    rule: 'only src/store imports kysely, pg and node:sqlite',
    files: (path) => !path.startsWith('store/'),
    forbidden: (specifier) => /^(?:kysely|pg|node:sqlite)(?:\/|$)/.test(specifier),
    atLeast: 280,
  },
  {
    rule: 'only src/cron imports what reads schedules',
    files: (path) => !path.startsWith('cron/'),
    forbidden: (specifier) => /^(?:node-cron|cron-parser)$/.test(specifier),
    atLeast: 300,
  },
  {
    rule: 'src/cron reads schedules and wakes, and knows core alone',
    files: (path) => path.startsWith('cron/'),
    forbidden: (specifier) =>
      (isVendor(specifier) && !/^(?:node-cron|cron-parser|pino)$/.test(specifier)) ||
      doers.test(specifier) ||
      specifier.includes('/views/'),
    atLeast: 2,
  },
  {
    rule: 'only src/picture imports what draws',
    files: (path) => !path.startsWith('picture/'),
    forbidden: (specifier) => /^(?:echarts|@resvg\/|dejavu-fonts-ttf)/.test(specifier),
    atLeast: 300,
  },
  {
    rule: 'src/picture draws what it is handed, and knows core alone',
    files: (path) => path.startsWith('picture/'),
    forbidden: (specifier) =>
      (isVendor(specifier) && !/^(?:echarts|@resvg\/resvg-js|node:module)$/.test(specifier)) ||
      doers.test(specifier) ||
      specifier.includes('/views/'),
    atLeast: 2,
  },
  {
    rule: 'src/store knows no Slack, no Azure, no SSH and nobody who uses it',
    files: (path) => path.startsWith('store/'),
    forbidden: (specifier) =>
      /^(?:@slack\/|@azure\/|ssh2$)/.test(specifier) || /\/(?:azure|ssh|handlers|views|jobs|events)\//.test(specifier),
    atLeast: 20,
  },
  {
    rule: 'src/azure and src/ssh know no Slack and no handler',
    files: (path) => path.startsWith('azure/') || path.startsWith('ssh/'),
    forbidden: (specifier) =>
      specifier.startsWith('@slack/') || /\/(?:handlers|views|jobs|config|store)\//.test(specifier),
    atLeast: 55,
  },
  {
    rule: 'nothing in src knows the sandbox',
    files: () => true,
    forbidden: (specifier) => specifier.includes('sandbox'),
    atLeast: 300,
  },
];

test.each(borders)('$rule', ({ files, forbidden, atLeast }) => {
  const bound = sources.filter((file) => files(file.path));
  const broken = bound.flatMap((file) =>
    file.imports
      .filter((specifier) => forbidden(specifier, file.path))
      .map((specifier) => `${file.path} imports ${specifier}`),
  );
  expect(broken).toEqual([]);
  expect(bound.length, 'files looked at').toBeGreaterThanOrEqual(atLeast);
});

test('the imports of a file are found in every form', () => {
  const importing = sources.filter((file) => file.imports.length > 0);
  expect(importing.length).toBeGreaterThan(sources.length / 2);
});

/** What a person starts: `npm start` and the commands beside it. */
const entries = ['audit.ts', 'events.ts', 'main.ts', 'sweep.ts'];

test('only what is started from the command line knows the process it runs in', () => {
  const readers = sources.filter((file) =>
    /\bprocess\.(?!stdout\b)|\} = process\b/.test(readFileSync(join(root, 'src', file.path), 'utf8')),
  );
  expect(readers.map((file) => file.path).sort()).toEqual(entries);
});
