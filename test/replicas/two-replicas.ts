import { pino } from 'pino';
import { realSandboxClock } from '../../sandbox/clock.ts';
import { type Surroundings, startSurroundings } from '../../sandbox/sandbox.ts';
import type { VmRequest } from '../../src/core/requests/request.ts';
import { Secret } from '../../src/secret.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { actionIds } from '../../src/views/action-ids.ts';
import { startPostgres } from '../store/start-postgres.ts';
import { type Fleet, fleetWorld } from './fleet-world.ts';
import { inWaves } from './in-waves.ts';
import { judgeLog } from './judge-log.ts';
import { judgeSlack } from './judge-slack.ts';
import { judgeStore } from './judge-store.ts';
import type { Row } from './row.ts';
import { type Replica, startReplica } from './start-replica.ts';

const vmsAlone = 60;
const vmsSharing = 10;
const requestsAlone = 360;
const requestsSharing = 140;
const count = requestsAlone + requestsSharing;
/** So many at the same time: more than either replica does at once, and few enough for any machine. */
const waveSize = 20;
const hourMs = 3_600_000;
const minuteMs = 60_000;
const approvals = 'C0APPROVE';
const seal = { installation: 'replicas', key: 'the key of a test is no secret' };
const approvers = ['U0BOB', 'U0CAROL'] as const;

/** Two bots, one database and one Slack app: what is approved many times at both is done once. */
export async function twoReplicas(): Promise<Row[]> {
  const postgres = await startPostgres();
  const clock = realSandboxClock();
  const fleet = fleetWorld(vmsAlone, vmsSharing);
  const surroundings = await startSurroundings({ world: fleet.world, clock, fast: true });
  const { arm, slack } = surroundings;
  const replicas: Replica[] = [];
  const log = pino({ level: 'silent' });
  const place = { kind: 'postgres', url: new Secret(postgres.url) } as const;
  let store: Store | undefined;
  try {
    const setup = {
      databaseUrl: postgres.url,
      arm: { endpoint: arm.endpoint, caCert: arm.caCert, credentials: arm.credentials },
      slack: { apiUrl: slack.apiUrl, botToken: slack.botToken, appToken: slack.appToken },
      policy: fleet.policy,
      approvals: { channel: approvals, seal },
      logLevel: process.env.DRAWBRIDGE_LOG ?? 'fatal',
    };
    replicas.push(...(await Promise.all([startReplica(setup), startReplica(setup)])));
    store = await openStore(place, { clock, log });
    return await story({ fleet, surroundings, replicas, store });
  } finally {
    await Promise.all(replicas.map((replica) => replica.stop()));
    await store?.close();
    await surroundings.close();
    await postgres.stop();
  }
}

interface Stage {
  readonly fleet: Fleet;
  readonly surroundings: Surroundings;
  readonly replicas: readonly Replica[];
  readonly store: Store;
}

async function story(stage: Stage): Promise<Row[]> {
  const { surroundings, store, replicas } = stage;
  const { arm, slack } = surroundings;
  const connections = slack.connections();
  const seen = [...arm.requests];
  /** Between two waves, as the log keeps only so many. */
  const collect = () => {
    seen.push(...arm.requests);
    arm.clearLog();
  };

  await inWaves(wishes(stage.fleet), waveSize, async (lines) => {
    await Promise.all(lines.map((line) => slack.workspace.type('U0ALICE', 'C0GENERAL', line)));
    await settled(stage);
    collect();
  });
  await bothPass(stage);
  const filed = await store.requests.list({ states: ['pending'] });

  await inWaves(filed, waveSize, async (requests) => {
    const clicks = (await Promise.all(requests.map((request) => cardOf(request, store)))).flatMap((ts) =>
      clickManyTimes(ts, stage.surroundings),
    );
    await Promise.all(clicks);
    await settled(stage);
    collect();
  });
  await bothPass(stage);
  collect();
  const open = await store.requests.list({});

  await Promise.all(replicas.map((replica) => replica.advance(3 * hourMs)));
  surroundings.clock.advance(3 * hourMs);
  await bothPass(stage);
  collect();
  const closed = await store.requests.list({});

  return [
    { what: 'Socket Mode connections', found: connections, wanted: 2 },
    { what: 'requests filed', found: filed.length, wanted: count },
    ...judgeStore(open, { state: 'active', approvers, what: 'after the approvals', count }),
    ...judgeLog(seen, surroundings.world, count),
    ...judgeStore(closed, { state: 'closed', approvers, what: 'after their time', count }),
    ...(await judgeEvents(store)),
    ...judgeSlack(surroundings, { approvals, requester: 'U0ALICE', count }),
  ];
}

/** What is asked for: each from an address of its own, so that no two are the same. */
function wishes({ alone, sharing }: Fleet): string[] {
  const line = (vm: string | undefined, address: string) => `/vm open ${vm} from ${address} for 2h because of the test`;
  const own = Array.from({ length: requestsAlone }, (_, at) => line(alone[at % vmsAlone], `192.0.2.${(at % 250) + 1}`));
  const shared = Array.from({ length: requestsSharing }, (_, at) =>
    line(sharing[at % vmsSharing], `198.51.100.${at + 1}`),
  );
  // Mixed, so that there are some of both kinds in every wave.
  return own.flatMap((each, at) => (at < shared.length ? [each, shared[at] ?? ''] : [each]));
}

/** Both approvers press twice, and Slack delivers each press of theirs once more. All of it is sent before any is answered. */
function clickManyTimes(ts: string, { slack }: Surroundings): Promise<unknown>[] {
  const click = {
    place: { in: 'message', channel: approvals, ts },
    blockId: 'request',
    actionId: actionIds.approve,
  } as const;
  return approvers.flatMap((who) => [
    slack.workspace.click(who, click),
    slack.faults.redeliver('interactive'),
    slack.workspace.click(who, click),
    slack.faults.redeliver('interactive'),
  ]);
}

async function cardOf({ id }: VmRequest, store: Store): Promise<string> {
  const cards = await store.cards.of(id);
  return cards.find(({ audience }) => audience === 'approvers')?.posted?.ts ?? '';
}

/** What Slack has sent is acknowledged, and all that follows from it is done. */
async function settled({ surroundings, replicas }: Stage): Promise<void> {
  await surroundings.slack.quiet();
  await Promise.all(replicas.map((replica) => replica.idle()));
}

/** Both do what is due at the same moment; again, a minute later, what one of them left to later. */
async function bothPass(stage: Stage): Promise<void> {
  for (const byMs of [0, minuteMs, minuteMs]) {
    stage.surroundings.clock.advance(byMs);
    await Promise.all(stage.replicas.map((replica) => replica.advance(byMs)));
    await Promise.all(stage.replicas.map((replica) => replica.pass()));
  }
}

async function judgeEvents(store: Store): Promise<Row[]> {
  const { verifyChain, verifyHead } = await import('../../src/core/requests/verify-chain.ts');
  const events = await store.events.since(1, 100_000);
  const verdict = verifyChain(events);
  const isSound = verdict.kind === 'intact' && verifyHead(verdict.head, await store.events.head()).kind === 'intact';
  const of = (kind: string) => events.filter((event) => event.kind === kind).length;
  return [
    { what: 'events in the log', found: events.length },
    { what: 'the chain of events is sound', found: Number(isSound), wanted: 1 },
    { what: 'events: approved', found: of('approved'), wanted: approvers.length * count },
    { what: 'events: opened', found: of('opened'), wanted: count },
    { what: 'events: closed', found: of('closed'), wanted: count },
    { what: 'events: head posted', found: of('head-posted'), wanted: 1 },
    {
      what: 'events: strays, drift, failures',
      found: ['stray-closed', 'drift-seen', 'failed', 'close-failed', 'outcome-unknown'].reduce(
        (sum, kind) => sum + of(kind),
        0,
      ),
      wanted: 0,
    },
  ];
}
