import type { AuditRun, TrackedFinding, Waiver } from '../../src/core/audit/audit-run.ts';
import type { Finding } from '../../src/core/audit/finding.ts';
import { finding } from '../core/audit/make.ts';
import { startMs } from './parts.ts';

/** A group that lets the whole internet in. */
export function aFinding(given: Partial<Finding> = {}): Finding {
  return finding('web-nsg', {
    subscriptionId: 's',
    publicIpv4Addresses: 3_700_000_000,
    publicIpv4Share: 1,
    publicIpv6Share: 1,
    ...given,
  });
}

export const sampleKey = aFinding().key;

function tracked(given: Partial<TrackedFinding> = {}): TrackedFinding {
  return { finding: aFinding(), change: 'new', firstSeenAtMs: startMs, ...given };
}

export function anAudit(given: Partial<AuditRun> = {}): AuditRun {
  return {
    id: 'run1',
    trigger: { kind: 'schedule', slotMs: startMs },
    startedAtMs: startMs,
    endedAtMs: startMs + 1000,
    survey: {
      status: 'complete',
      subscriptions: { answered: [{ id: 's' }], unread: [] },
      counts: { nsgs: 3, rules: 9, interfaces: 2, machines: 1 },
      notEvaluated: [],
      grants: [],
    },
    findings: [tracked()],
    ...given,
  };
}

export function aWaiver(given: Partial<Waiver> = {}): Waiver {
  return {
    key: sampleKey,
    by: 'U0BOB',
    reason: 'a honeypot',
    atMs: startMs,
    untilMs: startMs + 86_400_000,
    covers: { severity: 'critical', publicIpv4Addresses: 3_700_000_000 },
    ...given,
  };
}
