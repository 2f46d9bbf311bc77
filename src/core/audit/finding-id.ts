import { sha256 } from '../canonical-json.ts';
import type { AuditRun, TrackedFinding } from './audit-run.ts';

/** A finding's key, short enough for a button: the first 16 hex digits of its SHA-256. */
export function findingId(key: string): string {
  return sha256(key).slice(0, 16);
}

/** @param id as `findingId` makes it */
export function findingIn(run: AuditRun | undefined, id: string): TrackedFinding | undefined {
  return run?.findings.find(({ finding }) => findingId(finding.key) === id);
}
