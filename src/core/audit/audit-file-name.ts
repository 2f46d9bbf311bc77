import { isoSecond } from '../text/iso-time.ts';
import type { AuditRun } from './audit-run.ts';

/** "drawbridge-audit-2026-11-26T0700Z.csv": UTC, without colons, which Windows takes in no name. */
export function auditFileName(run: Pick<AuditRun, 'startedAtMs'>, extension: 'csv' | 'json' | 'png'): string {
  return `drawbridge-audit-${isoSecond(run.startedAtMs).slice(0, 16).replace(':', '')}Z.${extension}`;
}
