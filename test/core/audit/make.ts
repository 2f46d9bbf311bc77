import type { AuditRun, Survey, TrackedFinding, Waiver } from '../../../src/core/audit/audit-run.ts';
import type { ExposurePath, Finding } from '../../../src/core/audit/finding.ts';

export const dayMs = 86_400_000;

/** A critical finding about a group of subscription s1, but for what is said otherwise. Every test's finding begins here. */
export function finding(name: string, parts: Partial<Finding> = {}): Finding {
  const { subscriptionId = 's1', resourceGroup = 'rg' } = parts;
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/networkSecurityGroups/${name}`;
  return {
    key: id.toLowerCase(),
    about: 'nsg',
    id,
    name,
    resourceGroup,
    subscriptionId,
    location: 'eastus',
    tags: {},
    verdict: 'open',
    kinds: ['all-internet'],
    severity: 'critical',
    publicIpv4Addresses: 1000,
    publicIpv4Share: 0.5,
    publicIpv6Share: 0,
    sources: ['0.0.0.0/0'],
    moreSources: 0,
    rules: [],
    shadowed: [],
    remarks: [],
    guards: { subnets: [], interfaces: 1, scaleSets: [] },
    paths: [],
    morePaths: 0,
    ...parts,
  };
}

export function tracked(of: Finding, parts: Partial<TrackedFinding> = {}): TrackedFinding {
  return { finding: of, change: 'unchanged', firstSeenAtMs: dayMs, ...parts };
}

/** A whole survey of subscriptions s1 and s2, but for what is said otherwise. */
export function survey(parts: Partial<Survey> = {}): Survey {
  return {
    status: 'complete',
    subscriptions: { answered: [{ id: 's1' }, { id: 's2' }], unread: [] },
    counts: { nsgs: 1, rules: 1, interfaces: 1, machines: 1 },
    notEvaluated: [],
    findings: [],
    grants: [],
    vanished: [],
    healed: [],
    ...parts,
  };
}

/** A run that found these, but for what is said of its survey. */
export function auditRun(findings: readonly TrackedFinding[], parts: Partial<AuditRun['survey']> = {}): AuditRun {
  const { findings: _, vanished: __, healed: ___, ...read } = survey();
  const trigger = { kind: 'command', by: 'U1' } as const;
  return { id: 'run1', trigger, startedAtMs: dayMs, endedAtMs: dayMs, survey: { ...read, ...parts }, findings };
}

/** One that covers a finding as it is, from day 1 to day 10. */
export function waiver(of: Finding, parts: Partial<Waiver> = {}): Waiver {
  const { key, severity, publicIpv4Addresses } = of;
  return {
    key,
    by: 'U1',
    reason: 'a jump host',
    atMs: dayMs,
    untilMs: 10 * dayMs,
    covers: { severity, publicIpv4Addresses },
    ...parts,
  };
}

export function path(parts: Partial<ExposurePath> = {}): ExposurePath {
  return {
    machine: { id: '/vm', name: 'vm', power: 'running', os: 'Linux' },
    interfaceName: 'nic',
    privateAddress: '10.0.0.4',
    isOpen: true,
    publicIpv4Addresses: 1000,
    ...parts,
  };
}
