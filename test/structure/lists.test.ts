import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { allChecks } from '../../src/core/checks/all-checks.ts';
import { allWays } from '../../src/core/connect/all-ways.ts';
import { allRemediations } from '../../src/core/remediations/all-remediations.ts';
import { allQuestions } from '../../src/core/troubleshoot/all-questions.ts';
import { allSubcommands } from '../../src/handlers/all-subcommands.ts';
import type { Tools } from '../../src/handlers/subcommand.ts';

const root = new URL('../..', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const filesIn = (folder: string) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

const subcommands = allSubcommands({ newShelf: () => ({}) } as unknown as Tools);
const manifest = parse(read('manifest.yml'));

test('every check has a file of its name and stands in the list', () => {
  const files = filesIn('src/core/checks').filter((name) =>
    /export const \w+: Check = /.test(read(`src/core/checks/${name}`)),
  );
  expect(files.map((name) => name.replace('.ts', '')).sort()).toEqual(allChecks.map((check) => check.id).sort());
  expect(allChecks.length).toBeGreaterThanOrEqual(10);
});

test('every way onto a VM has a file of its name and stands in the list', () => {
  const files = filesIn('src/core/connect').filter((name) =>
    /export const \w+: WayIn = /.test(read(`src/core/connect/${name}`)),
  );
  expect(files.map((name) => name.replace('.ts', '')).sort()).toEqual(allWays.map(({ id }) => id).sort());
  expect(allWays.length).toBeGreaterThanOrEqual(5);
});

test('every question about the inside of a VM has a file of its name and stands in the list', () => {
  const files = filesIn('src/core/troubleshoot').filter((name) =>
    /export const \w+: Question = /.test(read(`src/core/troubleshoot/${name}`)),
  );
  expect(files.map((name) => name.replace(/^questions\/|\.ts$/g, '')).sort()).toEqual(
    allQuestions.map(({ id }) => id).sort(),
  );
  expect(allQuestions.length).toBeGreaterThanOrEqual(19);
});

test('every remediation has a file of its name and stands in the list', () => {
  const files = filesIn('src/core/remediations').filter((name) =>
    /export const \w+: Remediation<'[\w-]+'> = /.test(read(`src/core/remediations/${name}`)),
  );
  expect(files.map((name) => name.replace('.ts', '')).sort()).toEqual(allRemediations.map(({ id }) => id).sort());
  expect(allRemediations.length).toBeGreaterThanOrEqual(4);
});

/** Who is about one remediation on purpose: the commands that open a port and let a key in, and the emergency that is only for that. */
const aboutOne = ['core/policy/judge-break-glass.ts', 'handlers/key.ts', 'handlers/open.ts'];

test('everything that is known of a remediation stands in its own file', () => {
  // A key is a word of SSH as well: of such an id only what names an action counts.
  const words = allRemediations.map(({ id }) => (id.includes('-') ? `'${id}'` : `\\b(?:action|remediation): '${id}'`));
  const named = new RegExp(words.join('|'));
  const own = new Set(allRemediations.map(({ id }) => `core/remediations/${id}.ts`));
  // Checks say by its name what mends them.
  const others = filesIn('src').filter((name) => !own.has(name) && !name.startsWith('core/checks/'));
  expect(others.filter((name) => named.test(read(`src/${name}`))).sort()).toEqual(aboutOne);
});

test('every subcommand stands in the list', () => {
  const files = filesIn('src/handlers').filter((name) => /: MakeSubcommand = /.test(read(`src/handlers/${name}`)));
  const names = subcommands.map((subcommand) => subcommand.name);
  expect(names).toEqual(expect.arrayContaining(files.map((name) => name.replace('.ts', ''))));
  expect(names.length).toBe(files.length + 1);
  expect(new Set(names).size).toBe(names.length);
});

test('the manifest hints at every subcommand as help shows it', () => {
  const [command, ...others] = manifest.features.slash_commands;
  expect(others).toEqual([]);
  expect(command.command).toBe('/vm');
  expect(command.usage_hint.split(/ \| (?![^[]*\])/)).toEqual(
    subcommands.map(({ usage }) => usage.replace('/vm ', '')),
  );
});

test('the manifest subscribes to the events that are handled, no more and no fewer', () => {
  const handled = filesIn('src').flatMap((name) =>
    [...read(`src/${name}`).matchAll(/\bapp\.event\('(\w+)'/g)].map((match) => match[1]),
  );
  expect(handled.length).toBeGreaterThan(0);
  expect([...manifest.settings.event_subscriptions.bot_events].sort()).toEqual(handled.sort());
});

test('the manifest asks for the scopes that the calls need, no more and no fewer', () => {
  const scopesOf: Readonly<Record<string, readonly string[]>> = {
    'chat.postMessage': ['chat:write'],
    'chat.postEphemeral': ['chat:write'],
    'chat.update': ['chat:write'],
    'conversations.open': ['im:write'],
    'files.uploadV2': ['files:write'],
    'users.info': ['users:read'],
    'usergroups.users.list': ['usergroups:read'],
    'conversations.info': ['channels:read', 'groups:read'],
    'views.open': [],
    'views.publish': [],
    'auth.test': [],
  };
  const files = ['src/handlers', 'src/jobs'].flatMap((folder) => filesIn(folder).map((name) => `${folder}/${name}`));
  const calls = files.flatMap((name) =>
    [...read(name).matchAll(/\bclient\.(\w+(?:\.\w+)+)\(/g)].map((match) => match[1] ?? ''),
  );
  expect(calls.length).toBeGreaterThan(3);
  const unknown = calls.filter((call) => scopesOf[call] === undefined);
  expect(unknown, 'calls whose scope this test does not know').toEqual([]);
  const scopes = new Set(['commands', ...calls.flatMap((call) => scopesOf[call] ?? [])]);
  expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...scopes].sort());
});
