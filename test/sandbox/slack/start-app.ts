import { App, type Logger, SocketModeReceiver } from '@slack/bolt';
import { type SandboxClock, scriptClock } from '../../../sandbox/clock.ts';
import { type SlackOptions, type SlackServer, startSlack } from '../../../sandbox/slack/server.ts';
import { slackSchema } from '../../../sandbox/world/schema.ts';

export const startMs = Date.UTC(2026, 0, 5, 9);

const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => 'error' as ReturnType<Logger['getLevel']>,
  setName() {},
};

export interface Running {
  readonly slack: SlackServer;
  readonly app: App;
  readonly clock: SandboxClock;
  /** Starts another Socket Mode connection of the same app. */
  connect(register: (app: App) => void): Promise<App>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A pretend workspace with the real Bolt connected to it. */
export async function startApp(
  register: (app: App) => void,
  options: Partial<Omit<SlackOptions, 'spec'>> & {
    readonly spec?: unknown;
    readonly clientPingTimeoutMs?: number;
  } = {},
): Promise<Running> {
  const clock = scriptClock(startMs);
  const slack = await startSlack({ clock, ...options, spec: slackSchema.parse(options.spec ?? {}) });
  const apps: App[] = [];
  const connect = async (registerOn: (app: App) => void) => {
    const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
    const app = new App({
      token: slack.botToken,
      clientOptions,
      logger: silent,
      receiver: new SocketModeReceiver({
        appToken: slack.appToken,
        logger: silent,
        ...(options.clientPingTimeoutMs === undefined ? {} : { clientPingTimeout: options.clientPingTimeoutMs }),
        installerOptions: { clientOptions },
      }),
    });
    registerOn(app);
    await app.start();
    apps.push(app);
    return app;
  };
  const app = await connect(register);
  return {
    slack,
    app,
    clock,
    connect,
    async [Symbol.asyncDispose]() {
      await Promise.all(apps.map((each) => each.stop()));
      await slack.close();
    },
  };
}

/** Resolves when the condition holds after a change of the workspace. */
export function until(slack: SlackServer, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (holds()) return resolve();
    const stop = slack.workspace.onChange(() => {
      if (!holds()) return;
      stop();
      resolve();
    });
  });
}
