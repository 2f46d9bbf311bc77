import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emojiNames } from '../../../sandbox/console/page/text/emoji-names.ts';

const root = join(import.meta.dirname, '../../../src');

test('every emoji that the bot writes is drawn by the console', () => {
  const used = new Set(
    ['views', 'handlers', 'jobs']
      .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }))
      .flatMap(
        (name) => readFileSync(join(root, name), 'utf8').match(/(?<=['`\n ]):[a-z][a-z_]+[a-z]:(?=[ '`])/g) ?? [],
      )
      .map((name) => name.slice(1, -1)),
  );
  expect(used.size).toBeGreaterThan(20);
  expect([...used].filter((name) => emojiNames[name] === undefined)).toEqual([]);
  // By itself: not every machine has a font for them.
  const art = readFileSync(join(root, '../sandbox/console/page/text/emoji-art.tsx'), 'utf8');
  expect([...used].filter((name) => !new RegExp(`^  ${name}[:,]`, 'm').test(art))).toEqual([]);
});
