import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Surroundings } from '../../sandbox/sandbox.ts';

/** The bot in a process of its own, as `npm start` runs it. */
export interface RunningBot {
  readonly pid: number;
  /** From the start of the process to the open Socket Mode connection. */
  readonly connectedAfterMs: number;
  stop(): Promise<void>;
}

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const connectLimitMs = 20_000;

/** Only addresses, credentials and the proxy differ from a bot in production. */
export async function startBot({ arm, slack, internet, world }: Surroundings): Promise<RunningBot> {
  const cwd = await mkdtemp(join(tmpdir(), 'drawbridge-bench-'));
  await writeFile(join(cwd, 'ca.pem'), arm.caCert);
  await writeFile(join(cwd, 'config.yml'), JSON.stringify(configOf({ arm, slack, internet, world })));
  const startMs = performance.now();
  const child = spawn(process.execPath, [main], {
    cwd,
    env: {
      NO_PROXY: '127.0.0.1',
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      AZURE_TENANT_ID: arm.credentials.tenantId,
      AZURE_CLIENT_ID: arm.credentials.clientId,
      AZURE_CLIENT_SECRET: arm.credentials.clientSecret,
      DRAWBRIDGE_SEAL_KEY: 'the-key-of-the-benchmarks-is-no-secret',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = async () => {
    if (isRunning(child)) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(cwd, { recursive: true, force: true });
  };
  while (slack.connections() === 0) {
    if (isRunning(child) && performance.now() - startMs < connectLimitMs) await delay(2);
    else {
      await stop();
      throw new Error('the bot did not connect to Slack');
    }
  }
  return { pid: child.pid ?? 0, connectedAfterMs: performance.now() - startMs, stop };
}

/** YAML includes JSON. */
function configOf({ arm, slack, internet, world }: Pick<Surroundings, 'arm' | 'slack' | 'internet' | 'world'>) {
  return {
    azure: {
      cloud: 'custom',
      endpoint: arm.endpoint,
      authorityHost: arm.endpoint,
      caFile: 'ca.pem',
      disableInstanceDiscovery: true,
    },
    slack: { apiUrl: slack.apiUrl },
    ssh: { egress: world.botAddress, proxy: `http://127.0.0.1:${internet.port}` },
    policy: {
      rules: [
        {
          name: 'everything',
          defaults: { request: 'everyone', approve: 'everyone' },
          actions: { 'connect-check': null, 'open-port': null },
        },
      ],
    },
    approvals: { channel: world.approvalsChannel, installation: 'bench' },
    log: { level: 'warn' },
  };
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
