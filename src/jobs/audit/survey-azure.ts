import type { Azure } from '../../azure/azure.ts';
import type { Clock } from '../../clock.ts';
import type { Inventory } from '../../core/audit/inventory.ts';
import { surveyDoors } from '../../core/audit/survey-doors.ts';
import type { SurveyOptions } from '../../core/audit/survey-options.ts';
import type { Thresholds } from '../../core/net/exposure.ts';
import { readDenySeal, readSeal, type SealOwner } from '../../core/remediations/seal.ts';
import type { AuditParts } from './audit-parts.ts';

const port = 22;

/** Surveys all that the bot can read in Azure. @param seal absent: nothing in Azure is the bot's own */
export function surveyAzure(
  azure: Pick<Azure, 'inventory'>,
  seal: SealOwner | undefined,
  thresholds: Thresholds,
  clock: Clock,
): AuditParts['survey'] {
  return ({ known, forcedBefore, subscriptions, progress, signal }) => {
    const inventory = untilAborted(azure.inventory(subscriptions), signal);
    return surveyDoors(inventory, {
      port,
      thresholds,
      known,
      forcedBefore,
      progress,
      ownRule: ownRule(seal),
      isOwnDeny: isOwnDeny(seal),
      nowMs: clock.now(),
    });
  };
}

function ownRule(seal: SealOwner | undefined): SurveyOptions['ownRule'] {
  if (seal === undefined) return () => undefined;
  return (nsgId, { name, description = '' }) => {
    const read = readSeal(nsgId, name, description, seal.key, seal.installation);
    return read.kind === 'own' ? { requestId: read.requestId, closesAtMs: read.closesAtMs } : undefined;
  };
}

function isOwnDeny(seal: SealOwner | undefined): NonNullable<SurveyOptions['isOwnDeny']> {
  if (seal === undefined) return () => false;
  return (nsgId, { access, name, description = '' }) =>
    access === 'Deny' && readDenySeal(nsgId, name, description, seal).kind === 'own';
}

/** A bot that stops does not go on reading for an audit that nobody waits for: there may be thousands of pages and networks. */
function untilAborted(inventory: Inventory, signal: AbortSignal): Inventory {
  const unlessAborted =
    <T>(read: (id: string) => Promise<T>) =>
    async (id: string): Promise<T> => {
      signal.throwIfAborted();
      return read(id);
    };
  return {
    async *pages(type) {
      for await (const page of inventory.pages(type)) {
        signal.throwIfAborted();
        yield page;
      }
    },
    get: unlessAborted((id) => inventory.get(id)),
    mayHaveAdminRules: () => inventory.mayHaveAdminRules(),
    adminRules: unlessAborted((vnetId) => inventory.adminRules(vnetId)),
    jitRequests: unlessAborted((subscriptionId) => inventory.jitRequests(subscriptionId)),
    subscriptions: () => inventory.subscriptions(),
  };
}
