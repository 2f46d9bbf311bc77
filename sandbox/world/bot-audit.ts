import { type AuditFile, auditSection } from '../../src/config/audit-schema.ts';
import { toAudit } from '../../src/config/to-audit.ts';
import type { AuditSettings } from '../../src/core/audit/audit-settings.ts';

/** Every full member may, so that a foreign world works as it is; nothing runs by itself. */
const openToAll = auditSection.parse({ readers: 'everyone', waivers: 'everyone' });

/** What the bot in the sandbox does of audits. */
export function botAudit(file: AuditFile = openToAll): AuditSettings {
  const settings = toAudit(file);
  if (Array.isArray(settings)) throw new TypeError(`The audit contradicts itself: ${settings[0]?.problem}`);
  return settings;
}
