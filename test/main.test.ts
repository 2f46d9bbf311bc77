import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

async function start(env: Record<string, string>, files: Record<string, string> = {}) {
  const cwd = mkdtempSync(join(tmpdir(), 'drawbridge-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content);
  const child = spawn(process.execPath, [main], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await exit, stdout, stderr };
}

test('tells everything that is missing, with its mend, and the way without it', async () => {
  const { code, stdout, stderr } = await start(
    {},
    { 'config.yml': 'azure: { retires: 3 }\nssh: { egress: everywhere }\n' },
  );
  expect(code).toBe(1);
  expect(stdout).toBe('');
  for (const expected of [
    'SLACK_BOT_TOKEN',
    'xoxb-',
    'SLACK_APP_TOKEN',
    'xapp-',
    'azure.credential',
    'azure.retires',
    'azure.retries',
    'ssh.egress',
    'npm run sandbox',
    '5 things are',
  ])
    expect(stderr).toContain(expected);
});

test('a named file that is missing is told together with the rest', async () => {
  const { code, stderr } = await start({ DRAWBRIDGE_CONFIG: 'elsewhere.yml' });
  expect(code).toBe(1);
  expect(stderr).toContain('DRAWBRIDGE_CONFIG names elsewhere.yml');
  expect(stderr).toContain('SLACK_APP_TOKEN');
});

test.each([
  ['a public key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJl3dIeudNqd0DPMRD6OIh65tjkxFNOtwGcWB2gCgPhk', 'public'],
  ['no key at all', 'hush-hush-hush', 'could not be read'],
])('a file with %s is no key to log in with, and is not shown', async (_, content, said) => {
  const { code, stdout, stderr } = await start(
    {
      SLACK_BOT_TOKEN: 'xoxb-123456789',
      SLACK_APP_TOKEN: 'xapp-123456789',
      AZURE_TENANT_ID: 'contoso.example',
      AZURE_CLIENT_ID: '00000000-0000-0000-0000-000000000001',
      AZURE_CLIENT_SECRET: 'secret',
    },
    { 'config.yml': 'ssh: { user: bot, keyFile: id }\nstore: { path: a.sqlite }\n', id: content },
  );
  expect(code).toBe(1);
  expect(stderr).toContain('ssh.keyFile');
  expect(stderr).toContain(said);
  expect(stdout + stderr).not.toContain(content.slice(-14));
});

test('a Slack that refuses ends in a line of the log and a failure', async () => {
  const slack = createServer((_, response) => {
    response.setHeader('content-type', 'application/json').end('{"ok":false,"error":"invalid_auth"}');
  });
  await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve));
  const { port } = slack.address() as AddressInfo;
  const { code, stdout, stderr } = await start(
    {
      SLACK_BOT_TOKEN: 'xoxb-123456789-hush',
      SLACK_APP_TOKEN: 'xapp-123456789-hush',
      IDENTITY_ENDPOINT: 'http://127.0.0.1:9/',
      NO_PROXY: '127.0.0.1',
    },
    { 'config.yml': `slack: { apiUrl: 'http://127.0.0.1:${port}/api/' }\n` },
  );
  slack.close();
  expect(code).toBe(1);
  expect(stdout).toMatch(/"level":"fatal".*invalid_auth.*SLACK_BOT_TOKEN/);
  expect(stdout + stderr).not.toContain('hush');
});
