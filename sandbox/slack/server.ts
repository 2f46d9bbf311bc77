import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { SandboxClock } from '../clock.ts';
import type { SlackSpec } from '../world/schema.ts';
import { answerHttp } from './answer-http.ts';
import { CallLog, type LoggedCall } from './call-log.ts';
import { createWorkspace } from './create-workspace.ts';
import { createFaults, FaultPlan, type SlackFaults } from './faults.ts';
import { jsonAnswer } from './http-answer.ts';
import { createIds } from './ids.ts';
import { initialState } from './initial-state.ts';
import { ResponseUrls } from './response-urls.ts';
import type { ShortcutSpec, SlackCore, SlashCommandSpec } from './slack-core.ts';
import { SocketMode } from './socket-mode.ts';
import type { BotIdentity } from './state.ts';
import { Tickets } from './tickets.ts';
import { Triggers } from './triggers.ts';
import type { Workspace } from './workspace.ts';

export interface SlackOptions {
  readonly spec: SlackSpec;
  readonly clock: SandboxClock;
  /** `features.slash_commands` of the app manifest. Left out: `/vm`. */
  readonly commands?: readonly SlashCommandSpec[] | undefined;
  /** `features.shortcuts` of the app manifest. */
  readonly shortcuts?: readonly ShortcutSpec[] | undefined;
  /** `settings.event_subscriptions.bot_events` of the app manifest. */
  readonly events?: readonly string[] | undefined;
  /** `oauth_config.scopes.bot` of the app manifest. Left out: every scope is granted. */
  readonly scopes?: readonly string[] | undefined;
  /** `features.app_home.messages_tab_read_only_enabled` of the app manifest: nobody can write to the bot directly. */
  readonly messagesTabReadOnly?: boolean | undefined;
  readonly bot?: { readonly name: string; readonly realName: string } | undefined;
  /**
   * Whether `replace_original` sent to a slash command's own response_url changes what came through it before. Slack
   * posts anew, whatever its documentation says: https://github.com/slackapi/bolt-js/issues/2287. Left out: no.
   */
  readonly commandUrlReplaces?: boolean | undefined;
  /** Left out: any free one. */
  readonly port?: number | undefined;
}

export interface SlackServer {
  /** For `clientOptions.slackApiUrl`: `http://127.0.0.1:PORT/api/`. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly workspace: Workspace;
  readonly faults: SlackFaults;
  /** Every call the app has made, oldest first. */
  readonly calls: readonly LoggedCall[];
  /** How many Socket Mode connections are open. */
  connections(): number;
  /** Resolves as soon as at least one is open. */
  connected(): Promise<void>;
  /** Resolves as soon as the app has acknowledged all that was sent to it. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

const defaultEvents = ['app_home_opened', 'app_mention', 'member_joined_channel', 'message.im', 'message.mpim'];
const defaultCommands: readonly SlashCommandSpec[] = [
  { command: '/vm', description: 'Get onto an Azure Linux VM', usage_hint: 'help' },
];

/** Starts a pretend Slack on 127.0.0.1. The bot reaches it through `apiUrl`, people through `workspace`. */
export async function startSlack(options: SlackOptions): Promise<SlackServer> {
  const http = createServer();
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const core = createCore(options, origin);
  const plan = new FaultPlan();
  const log = new CallLog(() => options.clock.now());
  http.on('request', async (request, response) => {
    const answer = await answerHttp(core, plan, log, request).catch((error: Error) =>
      jsonAnswer(500, { ok: false, error: 'internal_error', why: error.stack }),
    );
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  const sockets = acceptSockets(core, http);
  return {
    apiUrl: `${origin}/api/`,
    botToken: core.botToken,
    appToken: core.appToken,
    workspace: createWorkspace(core),
    faults: createFaults(core, plan),
    calls: log.calls,
    connections: () => core.socket.connections,
    connected: () => core.socket.connected(),
    quiet: () => core.socket.quiet(),
    async close() {
      await core.socket.close();
      sockets.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

function createCore(options: SlackOptions, origin: string): SlackCore {
  const { clock, spec } = options;
  const now = () => clock.now();
  const bot: BotIdentity = {
    appId: 'A0SANDBOX',
    botId: 'B0DRAWBRIDGE',
    userId: 'U0DRAWBRIDGE',
    name: options.bot?.name ?? 'drawbridge',
    realName: options.bot?.realName ?? 'Drawbridge',
  };
  return {
    clock,
    origin,
    ids: createIds(now),
    state: initialState(spec, bot, now()),
    socket: new SocketMode(clock, bot.appId),
    triggers: new Triggers(now),
    tickets: new Tickets(),
    responseUrls: new ResponseUrls(now, () => origin, spec.team.id),
    botToken: 'xoxb-sandbox-bot-token',
    appToken: 'xapp-1-A0SANDBOX-sandbox-app-token',
    verificationToken: 'sandbox-verification-token',
    commands: options.commands ?? defaultCommands,
    shortcuts: options.shortcuts ?? [],
    events: options.events ?? defaultEvents,
    ...(options.scopes === undefined ? {} : { scopes: options.scopes }),
    messagesTabReadOnly: options.messagesTabReadOnly ?? false,
    commandUrlReplaces: options.commandUrlReplaces ?? false,
  };
}

function acceptSockets(core: SlackCore, http: ReturnType<typeof createServer>): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', core.origin);
    if (url.pathname !== '/link/' || !core.tickets.redeem(url.searchParams.get('ticket') ?? '')) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => core.socket.connect(accepted));
  });
  return sockets;
}
