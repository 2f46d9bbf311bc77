import type { AuditRun, Waiver, WaiverEnd } from '../core/audit/audit-run.ts';
import { botActor } from '../core/requests/decided.ts';
import type { NewEvent } from '../core/requests/event.ts';

export function auditEnded({ id, trigger, endedAtMs, survey, findings }: AuditRun): NewEvent {
  return {
    kind: 'audit-ended',
    atMs: endedAtMs,
    actor: trigger.kind === 'command' ? trigger.by : botActor,
    data: {
      run: id,
      status: survey.status,
      nsgs: survey.counts.nsgs,
      rules: survey.counts.rules,
      unread: survey.subscriptions.unread.length,
      findings: findings.length,
    },
  };
}

export function waived({ key, by, reason, atMs, untilMs, covers }: Waiver): NewEvent {
  return {
    kind: 'waived',
    atMs,
    actor: by,
    data: { key, name: nameIn(key), reason, untilMs, severity: covers.severity },
  };
}

export function waiverEnded({ key, by, atMs }: WaiverEnd): NewEvent {
  return { kind: 'waiver-ended', atMs, actor: by, data: { key, name: nameIn(key) } };
}

function nameIn(key: string): string {
  return key.split('/').at(-1) ?? key;
}
