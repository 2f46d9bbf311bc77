import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startArm } from '../sandbox/arm/server.ts';
import { realSandboxClock } from '../sandbox/clock.ts';
import { startSlack } from '../sandbox/slack/server.ts';
import { worldSchema } from '../sandbox/world/schema.ts';
import { World } from '../sandbox/world/world.ts';
import { ordinaryWorld } from './azure/ordinary-world.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

test('npm start connects, answers a person and stops when it is told to', async () => {
  const clock = realSandboxClock();
  const world = new World(worldSchema.parse(ordinaryWorld()));
  const guests = { runShellScript: async () => ({ stdout: '', stderr: '' }) };
  const [arm, slack] = await Promise.all([
    startArm({ world, clock, guests }),
    startSlack({ spec: world.slack, clock }),
  ]);
  const cwd = mkdtempSync(join(tmpdir(), 'drawbridge-'));
  writeFileSync(join(cwd, 'ca.pem'), arm.caCert);
  writeFileSync(
    join(cwd, 'bot.yml'),
    `azure:
  cloud: custom
  endpoint: ${arm.endpoint}
  authorityHost: ${arm.endpoint}
  scope: https://management.azure.com/.default
  caFile: ca.pem
  disableInstanceDiscovery: true
slack: { apiUrl: '${slack.apiUrl}' }
ssh: { egress: 198.51.100.10 }
policy:
  rules:
    - name: everything
      defaults: { request: everyone }
      actions: { connect-check: }
`,
  );
  const bot = spawn(process.execPath, [main], {
    cwd,
    env: {
      DRAWBRIDGE_CONFIG: 'bot.yml',
      NO_PROXY: '127.0.0.1',
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      AZURE_TENANT_ID: arm.credentials.tenantId,
      AZURE_CLIENT_ID: arm.credentials.clientId,
      AZURE_CLIENT_SECRET: arm.credentials.clientSecret,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = new Promise((resolve) => bot.once('close', resolve));
  let log = '';
  await new Promise<void>((resolve) => {
    bot.once('close', () => resolve());
    bot.stdout.on('data', (chunk) => {
      log += chunk;
      if (log.includes('is connected to Slack')) resolve();
    });
  });
  expect(log).toMatch(/"credential":"client-secret"/);

  const texts = () =>
    slack.workspace.view('U0ALICE').channels.flatMap(({ messages }) => messages.map(({ text }) => text));
  const verdict = new Promise<string>((resolve) => {
    slack.workspace.onChange(() => {
      const found = texts().find((text) => text.startsWith('web:'));
      if (found !== undefined) resolve(found);
    });
  });
  expect(await slack.workspace.type('U0ALICE', 'C0GENERAL', '/vm connect-check web from 203.0.113.7')).toEqual({
    ok: true,
  });
  expect(await verdict).toMatch(/^web: /);

  bot.kill('SIGTERM');
  expect(await exit).toBe(0);
  expect(log).not.toContain(arm.credentials.clientSecret);
  await Promise.all([arm.close(), slack.close()]);
});
