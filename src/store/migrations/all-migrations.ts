import { firstTables } from './0001-first-tables.ts';
import { actions } from './0002-actions.ts';
import { hostKeys } from './0003-host-keys.ts';
import { audits } from './0004-audits.ts';
import { auditPlaces } from './0005-audit-places.ts';
import type { Migration } from './migration.ts';

/** In the order in which they run. */
export const allMigrations: readonly Migration[] = [firstTables, actions, hostKeys, audits, auditPlaces];
