import type { AuditRun, TrackedFinding, Waiver } from '../../src/core/audit/audit-run.ts';
import type { Finding } from '../../src/core/audit/finding.ts';
import { startMs } from './parts.ts';

export const sampleKey = '/subscriptions/s/resourcegroups/rg/providers/microsoft.network/networksecuritygroups/web-nsg';

/** A group that lets the whole internet in. */
export function aFinding(given: Partial<Finding> = {}): Finding {
  return {
    key: sampleKey,
    about: 'nsg',
    id: sampleKey,
    name: 'web-nsg',
    resourceGroup: 'rg',
    subscriptionId: 's',
    location: 'westeurope',
    tags: {},
    verdict: 'open',
    kinds: ['ssh-open-to-any'] as unknown as Finding['kinds'],
    severity: 'critical',
    publicIpv4Addresses: 3_700_000_000,
    publicIpv4Share: 1,
    publicIpv6Share: 1,
    sources: ['0.0.0.0/0'],
    moreSources: 0,
    rules: [],
    shadowed: [],
    remarks: [],
    guards: { subnets: [], interfaces: 1, scaleSets: [] },
    paths: [],
    morePaths: 0,
    ...given,
  };
}

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
