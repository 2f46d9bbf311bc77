import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { policyActions } from '../../src/core/policy/policy-actions.ts';
import { allRemediations } from '../../src/core/remediations/all-remediations.ts';
import { allSubcommands } from '../../src/handlers/all-subcommands.ts';
import type { Tools } from '../../src/handlers/subcommand.ts';

/** What the documents promise to be complete about. */

const root = new URL('../..', import.meta.url).pathname;
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const permissions = read('docs/permissions.md');

/** The role under a heading, as Azure takes it. */
function roleUnder(heading: string): { Name: string; Actions: string[] } {
  const [, json = ''] = permissions.split(`## ${heading}\n`)[1]?.split(/```(?:json)?\n/) ?? [];
  return JSON.parse(json);
}

/** What changing needs and no remediation names: to read before closing, to follow, and joins of what is there already. */
const beside = [
  'Microsoft.Compute/locations/operations/read',
  'Microsoft.Network/locations/operationResults/read',
  'Microsoft.Network/locations/operations/read',
  'Microsoft.Network/networkSecurityGroups/securityRules/read',
  'Microsoft.Security/locations/jitNetworkAccessPolicies/read',
  'Microsoft.Network/applicationSecurityGroups/joinIpConfiguration/action',
  'Microsoft.Network/loadBalancers/backendAddressPools/join/action',
  'Microsoft.Network/loadBalancers/inboundNatRules/join/action',
];

test('the role for changes has what the remediations need, no more and no less', () => {
  const needed = new Set([...allRemediations.flatMap((each) => each.permissions), ...beside]);
  expect(roleUnder('Changing').Actions.toSorted()).toEqual([...needed].toSorted());
});

test('the role for reading changes nothing', () => {
  const [action, ...others] = roleUnder('Reading').Actions.filter((each) => !each.endsWith('/read'));
  expect(action).toMatch(/\/listNetworkManagerEffectiveSecurityAdminRules\/action$/);
  expect(others).toEqual([]);
});

test('the role for scripts runs them and follows them, and does nothing else', () => {
  expect(roleUnder('Root on the VM').Actions).toEqual([
    'Microsoft.Compute/virtualMachines/runCommand/action',
    'Microsoft.Compute/locations/operations/read',
  ]);
});

test.each(allRemediations.map(({ id }) => id))('the permissions of %s have a line', (id) => {
  expect(permissions).toMatch(new RegExp(`^\\| \`${id}\` \\|`, 'm'));
});

test.each(['config.example.yml', 'docs/configuration.md'])('%s names every action of the policy', (path) => {
  expect(policyActions.filter((action) => !new RegExp(`\\b${action}\\b`).test(read(path)))).toEqual([]);
});

test('the README shows every subcommand as help does, and every command of the operator', () => {
  const readme = read('README.md');
  const usages = allSubcommands({ newShelf: () => ({}) } as unknown as Tools).map(({ usage }) => usage);
  // In a table the bar between two choices has a backslash.
  expect(usages.filter((usage) => !readme.includes(`\`${usage.replaceAll('|', '\\|')}\``))).toEqual([]);
  const operators = ['start', 'sandbox', 'events', 'sweep', 'test'];
  expect(operators.filter((name) => !(name in packageJson.scripts))).toEqual([]);
  expect(operators.filter((name) => !new RegExp(`npm (?:run )?${name}\\b`).test(readme))).toEqual([]);
});

const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...listed('docs'), ...listed('docs/decisions')];

test.each(documents)('the links of %s lead somewhere', (path) => {
  const targets = [...read(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? '');
  expect(targets.filter((target) => !existsSync(join(root, dirname(path), target)))).toEqual([]);
});

test('every decision and every transcript is listed', () => {
  const decisions = listed('docs/decisions').filter((path) => !path.endsWith('README.md'));
  const index = read('docs/decisions/README.md');
  expect(decisions.filter((path) => !index.includes(path.replace('docs/decisions/', '')))).toEqual([]);
  const stories = readdirSync(join(root, 'test/transcripts')).filter((name) => name.endsWith('.script'));
  const transcripts = read('docs/transcripts.md');
  expect(stories.map((name) => name.replace('.script', '.txt')).filter((name) => !transcripts.includes(name))).toEqual(
    [],
  );
});

function listed(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}
