import type { AuditRun, OpenGrant, TrackedFinding, Waiver } from '../../src/core/audit/audit-run.ts';
import type { ExposurePath, Finding } from '../../src/core/audit/finding.ts';
import { finding } from '../core/audit/make.ts';
import { hostile } from './hostile.ts';

/** 26 November 2026, 07:00 UTC. */
export const slotMs = Date.UTC(2026, 10, 26, 7);
export const dayMs = 86_400_000;

const subscriptionId = '11111111-1111-4111-8111-111111111111';

export function aPath(changed: Partial<ExposurePath> = {}): ExposurePath {
  return {
    machine: { id: `/subscriptions/${subscriptionId}/x/myVM`, name: 'myVM', power: 'running', os: 'Linux' },
    interfaceName: 'myNIC',
    privateAddress: '10.0.0.4',
    endpoint: { via: 'public-ip', address: '20.51.230.13', port: 22 },
    isOpen: true,
    publicIpv4Addresses: 3_702_258_431,
    ...changed,
  };
}

export function aFinding(changed: Partial<Finding> = {}): Finding {
  return finding(changed.name ?? 'web-nsg', {
    resourceGroup: 'web',
    subscriptionId,
    subscriptionName: 'Production',
    location: 'westeurope',
    tags: { Owner: 'alice@example.com' },
    publicIpv4Addresses: 3_702_258_431,
    publicIpv4Share: 1,
    rules: [{ name: 'allow-ssh', priority: 100, protocol: 'Tcp', sources: ['*'], destinations: ['*'], ports: ['22'] }],
    paths: [aPath()],
    ...changed,
  });
}

export function tracked(changed: Partial<Finding> = {}, rest: Partial<TrackedFinding> = {}): TrackedFinding {
  return { finding: aFinding(changed), change: 'unchanged', firstSeenAtMs: slotMs - 12 * dayMs, ...rest };
}

export function aWaiver(changed: Partial<Waiver> = {}): Waiver {
  return {
    key: aFinding().key,
    by: 'U0ALICE',
    reason: 'The vendor connects until the move is over',
    atMs: slotMs - 3 * dayMs,
    untilMs: slotMs + 4 * dayMs,
    covers: { severity: 'critical', publicIpv4Addresses: 3_702_258_431 },
    ...changed,
  };
}

export function aGrant(changed: Partial<OpenGrant> = {}): OpenGrant {
  return {
    nsgId: aFinding().id,
    nsgName: 'web-nsg',
    rule: 'drawbridge-abcdefghij',
    requestId: 'abcdefghij',
    sources: ['203.0.113.7'],
    destinations: ['10.0.0.4'],
    closesAtMs: slotMs + 3_600_000,
    ...changed,
  };
}

/** A run that answered for one subscription, unless told otherwise. */
export function aRun(findings: readonly TrackedFinding[], survey: Partial<AuditRun['survey']> = {}): AuditRun {
  return {
    id: 'run-1',
    trigger: { kind: 'schedule', slotMs },
    startedAtMs: slotMs,
    endedAtMs: slotMs + 12_000,
    survey: {
      status: 'complete',
      subscriptions: { answered: [{ id: subscriptionId, name: 'Production' }], unread: [] },
      counts: { nsgs: 2000, rules: 40_000, interfaces: 3000, machines: 2500 },
      notEvaluated: [],
      grants: [],
      ...survey,
    },
    findings,
  };
}

export const refused = {
  answered: [{ id: '1', name: 'Production' }],
  unread: [
    {
      id: '2',
      name: 'Finance',
      reason: 'forbidden',
      because: 'Azure refuses to let Drawbridge read it.',
      permission: 'Microsoft.Network/networkSecurityGroups/read',
    },
  ],
} as const;

/** Everything that comes from outside is far too long and full of mark-up. */
export function hostileTracked(at = 0): TrackedFinding {
  const many = Array.from({ length: 40 }, () => hostile);
  const path = aPath({
    machine: { id: hostile, name: hostile, power: 'unknown', os: 'Windows', scaleSet: hostile },
    interfaceName: hostile,
    endpoint: { via: 'lb-rule', address: '', port: 2222, loadBalancer: hostile },
    isOpen: 'unknown',
    stoppedBy: { layer: 'nic-nsg', name: hostile, rule: hostile, because: hostile },
  });
  return tracked(
    {
      key: `/${hostile}/${at}`,
      id: `/subscriptions/${'n'.repeat(300)}/<!channel>|x`,
      name: hostile.slice(0, 300),
      resourceGroup: hostile,
      subscriptionName: hostile,
      tags: { owner: hostile },
      sources: many,
      moreSources: 7,
      rules: many.map((name) => ({
        name,
        priority: 100,
        protocol: name,
        sources: many,
        destinations: many,
        ports: many,
      })),
      shadowed: many.map((rule) => ({ rule, by: many })),
      remarks: many,
      guards: { subnets: many, interfaces: 40, scaleSets: many },
      paths: many.map(() => path),
      morePaths: 1000,
    },
    {
      change: 'worse',
      before: { severity: 'medium', publicIpv4Addresses: 7 },
      lapsedWaiver: aWaiver({ reason: hostile }),
      lastChange: { by: hostile, atMs: slotMs, operation: 'x/securityRules/write', resourceId: `/${hostile}` },
    },
  );
}

export function hostileRun(status: AuditRun['survey']['status'], length = 40): AuditRun {
  const unread = Array.from({ length: 60 }, (_, at) => ({
    id: `${at}`,
    name: hostile,
    reason: 'failed' as const,
    because: hostile,
    permission: hostile,
  }));
  return aRun(
    Array.from({ length }, (_, at) => hostileTracked(at)),
    {
      status,
      subscriptions: { answered: [{ id: '1', name: hostile }], unread: status === 'complete' ? [] : unread },
      notEvaluated: Array.from({ length: 50 }, () => hostile),
      grants: Array.from({ length: 60 }, () => aGrant({ nsgName: hostile, rule: hostile, requestId: hostile })),
    },
  );
}
