import { randomBytes } from 'node:crypto';
import { App, SocketModeReceiver } from '@slack/bolt';
import { retryPolicies } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Azure } from './azure/azure.ts';
import type { Clock } from './clock.ts';
import type { AuditSettings } from './core/audit/audit-settings.ts';
import { compareRuns } from './core/audit/compare-runs.ts';
import type { Remote } from './core/commands/remote.ts';
import { groupsIn } from './core/policy/approvers-of.ts';
import type { Policy } from './core/policy/policy.ts';
import type { SealOwner } from './core/remediations/seal.ts';
import { allSubcommands } from './handlers/all-subcommands.ts';
import { registerAppHome } from './handlers/app-home.ts';
import { boltLogger } from './handlers/bolt-logger.ts';
import { boundedFetch } from './handlers/bounded-fetch.ts';
import { registerClosePort } from './handlers/close-port.ts';
import { registerExtend } from './handlers/extend.ts';
import { createInFlight } from './handlers/in-flight.ts';
import { lastFinding } from './handlers/last-finding.ts';
import { registerCancelAct } from './handlers/over-ssh.ts';
import { createPeople } from './handlers/people.ts';
import { registerReopenPort } from './handlers/reopen-port.ts';
import { createReply } from './handlers/reply.ts';
import { registerRequestCard } from './handlers/request-card.ts';
import type { Tools } from './handlers/subcommand.ts';
import { registerVmCommand } from './handlers/vm-command.ts';
import { registerWishForm } from './handlers/wish-form.ts';
import { createAudits } from './jobs/audit/create-audits.ts';
import { renderReport } from './jobs/audit/render-report.ts';
import { surveyAzure } from './jobs/audit/survey-azure.ts';
import type { ScanHostKeys } from './jobs/look-at-server.ts';
import { createPoster } from './jobs/poster.ts';
import { createWork } from './jobs/work.ts';
import type { ProbeBanner } from './ssh/probe-banner.ts';
import type { Store } from './store/store.ts';
import { realWait } from './wait.ts';

export interface BotParts {
  readonly azure: Azure;
  readonly probe: ProbeBanner;
  /** Looks at a server's host keys without logging in. */
  readonly scan: ScanHostKeys;
  /** The address the bot's own connections come from, as configured. */
  readonly botAddress: string | undefined;
  readonly policy: Policy;
  readonly audit: AuditSettings;
  /** The way onto VMs, and how the bot goes there. */
  readonly remote: Remote;
  readonly ssh: Tools['ssh'];
  readonly store: Store;
  /** Where requests are shown, and what proves rules in Azure to be the bot's own. Absent: nothing can be asked for. */
  readonly approvals: { readonly channel: string; readonly seal: SealOwner } | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  /** @param apiUrl with a slash at its end; Slack's own when left out */
  readonly slack: { readonly botToken: string; readonly appToken: string; readonly apiUrl?: string | undefined };
  /** Short random ids: references in messages and buttons. */
  readonly newId?: () => string;
  /** Random bytes, for the ids of requests. */
  readonly newBytes?: (count: number) => Uint8Array;
  /** How pauses are spent; left out: real time. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** False where somebody else calls `pass`, and no timer of real time may. */
  readonly wakesItself?: boolean;
}

export interface Bot {
  /** Resolves when Socket Mode is connected. */
  start(): Promise<void>;
  /** Takes no more work, finishes what is under way, and disconnects. */
  stop(): Promise<void>;
  /** Resolves as soon as nothing is under way. */
  idle(): Promise<void>;
  /** Does everything that is due by now. */
  pass(): Promise<void>;
}

const requestTimeoutMs = 10_000;
/** Of a bot that is stopped: so long its commands may go on. */
const commandsEndAfterMs = 5_000;
/** How long it is believed what Slack said of a person or a user group. */
const peopleKeepMs = 60_000;

export function buildApp(parts: BotParts): Bot {
  const { azure, probe, scan, botAddress, policy, store, approvals, audit, clock, log, wakesItself = true } = parts;
  const newId = parts.newId ?? (() => randomBytes(6).toString('hex'));
  const newBytes = parts.newBytes ?? randomBytes;
  const inFlight = createInFlight();
  const logger = boltLogger(log);
  const reached = {
    ...(parts.slack.apiUrl === undefined ? {} : { slackApiUrl: parts.slack.apiUrl }),
    fetch: boundedFetch(requestTimeoutMs),
    timeout: requestTimeoutMs,
    logger,
  };
  // A form that waits for a minute is of no use: its trigger lasts three seconds, and other answers have other ways.
  const clientOptions = { ...reached, retryConfig: { retries: 2 }, rejectRateLimitedCalls: true };
  // Socket Mode gives up for good when it cannot ask for a new address, so it asks as long as Slack's own default has it.
  const patient = { ...reached, retryConfig: retryPolicies.tenRetriesInAboutThirtyMinutes };
  const receiver = new SocketModeReceiver({
    appToken: parts.slack.appToken,
    logger,
    installerOptions: { clientOptions: patient },
  });
  const app = new App({ token: parts.slack.botToken, receiver, clientOptions, logger });
  const people = createPeople({
    client: app.client,
    clock,
    log,
    keepMs: peopleKeepMs,
    groupIds: [...new Set([...groupsIn(policy), ...audit.readers.groups, ...audit.waivers.groups])],
  });
  const poster = createPoster(app.client, people.channelIsExternal);
  const owner = newId();
  const work = createWork({
    store,
    azure,
    clock,
    log,
    poster,
    policy,
    auditSettings: audit,
    approvals,
    remote: parts.remote,
    wait: parts.wait ?? realWait,
    scan,
    botAddress,
    isInside: parts.ssh.isInside,
    newBytes,
    owner,
    track: inFlight.track,
  });
  const audits = createAudits({
    settings: audit,
    survey: surveyAzure(azure, approvals?.seal, audit.thresholds, clock),
    compare: compareRuns,
    lastChange: azure.lastChange,
    render: renderReport((error) => log.error({ err: error }, 'the picture of a report could not be drawn')),
    store,
    poster,
    clock,
    log,
    newId,
    owner,
    wait: parts.wait ?? realWait,
    track: inFlight.track,
  });
  const tools: Tools = {
    azure,
    probe,
    scan,
    botAddress,
    clock,
    log,
    newId,
    newBytes,
    store,
    work,
    audits,
    auditSettings: audit,
    poster,
    approvalsChannel: approvals?.channel,
    policy,
    seal: approvals?.seal,
    ssh: parts.ssh,
    people,
    replyTo: (to) => createReply({ to, client: app.client, fetch: reached.fetch, log }),
  };

  app.use(({ next }) => inFlight.track(next()));
  const subcommands = allSubcommands(tools);
  registerVmCommand(app, subcommands, tools);
  registerWishForm(app, tools);
  registerRequestCard(app, tools);
  registerExtend(app, tools);
  registerReopenPort(app, tools);
  registerCancelAct(app, tools);
  registerClosePort(app, tools, async (ref) => {
    const found = await lastFinding(ref, tools);
    if (found?.finding.about !== 'nsg') return undefined;
    const { id: nsgId, name, resourceGroup, subscriptionId, subscriptionName, tags } = found.finding;
    return { nsgId, name, resourceGroup, subscriptionId, tags, ...(subscriptionName && { subscriptionName }) };
  });
  registerAppHome(app, subcommands);
  app.error(async (error) => log.error({ err: error }, 'a listener failed'));

  return {
    async start() {
      // Doors close on time although Slack may take long to answer.
      if (wakesItself) {
        work.start();
        audits.start();
      }
      await app.start();
    },
    async stop() {
      work.stop();
      audits.stop();
      await app.stop();
      // A command may take minutes, and whoever stops a process waits for seconds: it is ended, and told how.
      const hurrying = setTimeout(work.hurry, commandsEndAfterMs);
      await inFlight.idle();
      clearTimeout(hurrying);
      parts.remote.close();
    },
    idle: inFlight.idle,
    async pass() {
      await work.pass();
      await inFlight.track(audits.pass());
    },
  };
}
