import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';

// Everything else is imported below, so that it comes out of the cache: that halves the time to start.
enableCompileCache();

const stopLimitMs = 15_000;
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
  const [{ buildApp }, { createAzure }, { systemClock }, { createLog }, { createProbe }] = await Promise.all([
    import('./app.ts'),
    import('./azure/create-azure.ts'),
    import('./clock.ts'),
    import('./log.ts'),
    import('./ssh/probe-banner.ts'),
  ]);
  const { slack, ssh } = config;
  const log = createLog(config.log);
  const clock = systemClock;
  const azure = createAzure({ config: config.azure, clock, log });
  const bot = buildApp({
    azure,
    probe: createProbe({ clock, timeoutMs: ssh.probeTimeoutMs, ...(ssh.proxy && { proxy: ssh.proxy }) }),
    botAddress: ssh.egress,
    policy: config.policy,
    clock,
    log,
    slack: { ...slack, botToken: slack.botToken.reveal(), appToken: slack.appToken.reveal() },
  });
  stopOnSignals(bot, log);
  // Bolt tries the bot's token in the background, and nobody else hears when that fails.
  process.on('uncaughtException', (error) => giveUp(error, log));
  await bot.start().catch((error: unknown) => giveUp(error, log));
  const { kind, because } = config.azure.credential;
  log.info({ cloud: config.azure.cloud.name, credential: kind, because }, 'Drawbridge is connected to Slack');
  await azure.warmUp();
}

function giveUp(error: unknown, log: import('pino').Logger): never {
  const fromSlack = error instanceof Error && 'code' in error && String(error.code).startsWith('slack_');
  const what = fromSlack
    ? 'Slack does not let the bot in: check SLACK_BOT_TOKEN, SLACK_APP_TOKEN and the network'
    : 'Drawbridge has to stop: nobody foresaw this';
  log.fatal({ err: error }, what);
  process.exit(1);
}

function stopOnSignals(bot: { stop(): Promise<void> }, log: import('pino').Logger): void {
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'Stopping; what is under way is finished first');
    setTimeout(() => process.exit(1), stopLimitMs).unref();
    await bot.stop();
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
