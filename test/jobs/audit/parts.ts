import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import type { AuditRun, Survey } from '../../../src/core/audit/audit-run.ts';
import type { AuditSettings } from '../../../src/core/audit/audit-settings.ts';
import { compareRuns } from '../../../src/core/audit/compare-runs.ts';
import type { Finding } from '../../../src/core/audit/finding.ts';
import { usualThresholds } from '../../../src/core/net/exposure.ts';
import type { AuditParts, AuditReport, RenderReport } from '../../../src/jobs/audit/audit-parts.ts';
import { openStore } from '../../../src/store/open-store.ts';
import type { Store } from '../../../src/store/store.ts';
import type { Message } from '../../../src/views/message.ts';
import type { Place } from '../../store/places.ts';

export const mondayMs = Date.UTC(2026, 10, 23, 6);
export const hourMs = 3_600_000;

const nobody = { everyone: false, users: [], groups: [], owner: false };
export const settings: AuditSettings = {
  schedule: '0 7 * * 1-5',
  timezone: 'Europe/Berlin',
  channels: [{ id: 'C0OPS', from: 'info', mention: ['S0OPS'] }],
  readers: nobody,
  waivers: nobody,
  thresholds: usualThresholds,
};

export function aSurvey(findings: readonly Finding[], given: Partial<Survey> = {}): Survey {
  return {
    status: 'complete',
    subscriptions: { answered: [{ id: 's' }], unread: [] },
    counts: { nsgs: 3, rules: 9, interfaces: 2, machines: 1 },
    notEvaluated: [],
    findings,
    grants: [],
    vanished: [],
    healed: [],
    ...given,
  };
}

const message = (text: string): Message => ({ text, blocks: [] });

/** What a channel was told, in a line for each thing. */
function report(run: AuditRun, { trend, mention, isFirst }: Parameters<RenderReport>[1]): AuditReport {
  const found = run.findings.map(({ finding, change }) => `${finding.name} ${change}`).join(', ');
  const why = run.survey.status === 'failed' ? ` ${run.survey.notEvaluated.join(' ')}` : '';
  const { critical = 0 } = trend.at(-2)?.counts ?? {};
  const before = isFirst ? 'first' : `after ${critical} critical`;
  return {
    first: (missing) =>
      message(
        `${run.survey.status}: ${found} (${before})${why} ${[...mention, ...missing.map((name) => `without ${name}`)].join(' ')}`.trim(),
      ),
    isOneLine: run.findings.length === 0,
    picture: { name: 'trend.png', bytes: new Uint8Array(1) },
    rest: [message('the rest')],
    files: [{ name: 'audit.csv', bytes: new Uint8Array(1) }],
  };
}

/** A replica's parts, on a clock and in a Slack that the test sees. */
export function auditParts(store: Store, given: Partial<AuditParts> & { readonly clock: AuditParts['clock'] }) {
  const told: string[] = [];
  let ids = 0;
  const owner = given.owner ?? 'a';
  const parts: AuditParts = {
    settings,
    survey: async () => aSurvey([]),
    compare: compareRuns,
    lastChange: async () => undefined,
    render: report,
    store,
    poster: {
      post: async (channel, { text }, { threadTs } = {}) => {
        told.push(`${channel}${threadTs === undefined ? '' : ' thread'}: ${text}`);
        return `${told.length}.1`;
      },
      update: async (channel, ts, { text }) => {
        told.push(`${channel} now ${ts}: ${text}`);
        return true;
      },
      upload: async (channel, threadTs, { name }) =>
        void told.push(`${channel} file ${threadTs === undefined ? 'in the channel' : `under ${threadTs}`}: ${name}`),
      directChannel: async (userId) => `D${userId}`,
    },
    log: pino({ level: 'silent' }),
    newId: () => `${owner}${++ids}`,
    track: (work) => work,
    wait: async () => {},
    ...given,
    owner,
  };
  return { parts, told };
}

export function movable(nowMs: number) {
  const clock = {
    nowMs,
    now: () => clock.nowMs,
    deadline: () => ({ signal: new AbortController().signal, clear() {} }),
  };
  return clock;
}

export async function memory(
  clock: AuditParts['clock'],
  config: Place['config'] = { kind: 'sqlite', path: ':memory:' },
) {
  const store = await openStore(config, { clock, log: pino({ level: 'silent' }) });
  onTestFinished(() => store.close());
  return store;
}

/** One memory for several replicas. */
export function sharedFile(): Place['config'] {
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-audits-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { kind: 'sqlite', path: join(folder, 'store.sqlite') };
}
