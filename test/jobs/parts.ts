import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { botPolicy } from '../../sandbox/world/bot-policy.ts';
import type { Azure } from '../../src/azure/azure.ts';
import type { AzureWrites } from '../../src/azure/writes.ts';
import { usualThresholds } from '../../src/core/net/exposure.ts';
import { createInTurn } from '../../src/jobs/in-turn.ts';
import type { JobParts } from '../../src/jobs/job-parts.ts';
import type { ScanHostKeys } from '../../src/jobs/look-at-server.ts';
import type { Poster } from '../../src/jobs/poster.ts';
import { openStore } from '../../src/store/open-store.ts';
import { askedAtMs } from '../core/requests/a-request.ts';
import { noRemote } from '../no-remote.ts';

export const approvalsChannel = 'C0APPROVE';

/** What a test may move on. */
interface TestClock {
  nowMs: number;
}

interface Given {
  readonly azure?: Partial<Omit<Azure, 'writes'>> & { readonly writes?: Partial<AzureWrites> };
  readonly poster?: Partial<Poster>;
  readonly scan?: ScanHostKeys;
  readonly clock?: TestClock;
}

const nothingThere: ScanHostKeys = async () => ({ kind: 'unreachable', because: 'nothing listens there' });

/** The parts of jobs: a real store in memory, and of Azure and Slack only what the test brings. */
export async function jobParts(given: Given): Promise<JobParts> {
  const { azure = {}, poster = {}, clock = { nowMs: askedAtMs }, scan = nothingThere } = given;
  const log = pino({ level: 'silent' });
  const standing = { now: () => clock.nowMs, deadline: () => ({ signal: new AbortController().signal, clear() {} }) };
  const store = await openStore({ kind: 'sqlite', path: ':memory:' }, { clock: standing, log });
  onTestFinished(() => store.close());
  return {
    store,
    azure: azure as Azure,
    clock: standing,
    log,
    poster: {
      post: async () => '1.1',
      update: async () => true,
      upload: async () => {},
      directChannel: async (userId) => `D${userId}`,
      ...poster,
    },
    approvalsChannel,
    policy: botPolicy(),
    auditSettings: { thresholds: usualThresholds },
    scan,
    botAddress: undefined,
    isInside: false,
    newBytes: (count) => new Uint8Array(count).fill(7),
    seal: { installation: 'test', key: 'secret' },
    owner: 'this process',
    underWay: new Set(),
    inTurn: createInTurn(),
    cancels: new Map(),
    isInHurry: () => false,
    track: (work) => work,
    wait: async () => {},
    remote: noRemote.remote,
  };
}
