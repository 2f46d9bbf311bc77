import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';

// Everything else is imported below, so that it comes out of the cache: that halves the time to start.
enableCompileCache();

const stopLimitMs = 15_000;
const keyMend =
  'Give the path of an OpenSSH or PEM private key, and its passphrase in DRAWBRIDGE_SSH_PASSPHRASE if it has one.';
/** For the way there and one connection for each type of key. */
const scanTimeoutMs = 30_000;
const [{ readConfig }, { readConfigFile }, { problemLines }] = await Promise.all([
  import('./config.ts'),
  import('./config/config-file.ts'),
  import('./config/problem.ts'),
]);
const { env } = process;
const readFile = (path: string) => readFileSync(path, 'utf8');
const yaml = readConfigFile(env.DRAWBRIDGE_CONFIG, readFile);
const read = readConfig(yaml.text, env, readFile);
if (read.ok && yaml.problems.length === 0) await run(read.config);
else refuse([...yaml.problems, ...(read.ok ? [] : read.problems)]);

async function run(config: import('./config.ts').Config): Promise<void> {
  const [
    { buildApp },
    { createAzure },
    { systemClock },
    { createLog },
    { createRemote },
    { createProbe },
    { createScan },
    { readCredentials },
    { openStore },
  ] = await Promise.all([
    import('./app.ts'),
    import('./azure/create-azure.ts'),
    import('./clock.ts'),
    import('./log.ts'),
    import('./ssh/create-remote.ts'),
    import('./ssh/probe-banner.ts'),
    import('./ssh/create-scan.ts'),
    import('./ssh/read-credentials.ts'),
    import('./store/open-store.ts'),
  ]);
  const { slack, ssh } = config;
  const way = routeOf(ssh);
  const read = way.credentials && readCredentials(way.credentials);
  if (read?.kind === 'unreadable')
    return refuse([{ where: 'ssh.keyFile', problem: `is of no use: ${read.because}`, mend: keyMend }]);
  const log = createLog(config.log);
  const clock = systemClock;
  const store = await openStore(config.store, { clock, log }).catch((error: unknown) => giveUp(error, log));
  const azure = createAzure({ config: config.azure, clock, log });
  const bot = buildApp({
    azure,
    probe: createProbe({ clock, timeoutMs: ssh.probeTimeoutMs, ...(ssh.proxy && { proxy: ssh.proxy }) }),
    scan: createScan({ clock, ...way, timeoutMs: scanTimeoutMs }),
    botAddress: ssh.egress,
    remote: createRemote({ clock, ...way, timeoutMs: ssh.connectTimeoutMs }),
    ssh,
    policy: config.policy,
    audit: config.audit,
    store,
    approvals: approvalsOf(config.approvals),
    clock,
    log,
    slack: { ...slack, botToken: slack.botToken.reveal(), appToken: slack.appToken.reveal() },
  });
  stopOnSignals(async () => {
    await bot.stop();
    await store.close();
  }, log);
  // Bolt tries the bot's token in the background, and nobody else hears when that fails.
  process.on('uncaughtException', (error) => giveUp(error, log));
  await bot.start().catch((error: unknown) => giveUp(error, log));
  const { kind, because } = config.azure.credential;
  log.info({ cloud: config.azure.cloud.name, credential: kind, because }, 'Drawbridge is connected to Slack');
  await azure.warmUp();
}

/** How the bot gets to VMs, and with what it logs in. */
function routeOf({ proxy, jumps, login }: import('./config/read-ssh.ts').SshConfig) {
  return { route: { jumps, ...(proxy && { proxy }) }, credentials: login && revealed(login.credentials) };
}

function revealed(credentials: NonNullable<import('./config/read-ssh.ts').SshConfig['login']>['credentials']) {
  if (credentials.kind === 'agent') return credentials;
  const { privateKey, passphrase } = credentials;
  return {
    kind: 'key',
    privateKey: privateKey.reveal(),
    ...(passphrase && { passphrase: passphrase.reveal() }),
  } as const;
}

/** Without a key for the seals nothing that the bot opened could be told apart from what others did. */
function approvalsOf({ channel, installation, sealKey }: import('./config/read-approvals.ts').ApprovalsConfig) {
  if (channel === undefined || sealKey === undefined) return undefined;
  return { channel, seal: { installation, key: sealKey.reveal() } };
}

function giveUp(error: unknown, log: import('pino').Logger): never {
  const fromSlack = error instanceof Error && 'code' in error && String(error.code).startsWith('slack_');
  const what = fromSlack
    ? 'Slack does not let the bot in: check SLACK_BOT_TOKEN, SLACK_APP_TOKEN and the network'
    : 'Drawbridge has to stop: nobody foresaw this';
  log.fatal({ err: error }, what);
  process.exit(1);
}

function stopOnSignals(finish: () => Promise<void>, log: import('pino').Logger): void {
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'Stopping; what is under way is finished first');
    setTimeout(() => process.exit(1), stopLimitMs).unref();
    await finish();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
}

function refuse(problems: readonly import('./config/problem.ts').Problem[]): never {
  const count = problems.length === 1 ? '1 thing is' : `${problems.length} things are`;
  process.stderr.write(
    `Drawbridge cannot start: ${count} missing or wrong.\n\n${problemLines(problems)}\n\n` +
      'All settings: config.example.yml and docs/configuration.md.\n' +
      'To try Drawbridge without Slack and Azure: npm run sandbox\n',
  );
  process.exit(1);
}
