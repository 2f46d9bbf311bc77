import type { InventoryType } from '../../core/audit/inventory.ts';
import type { Trouble } from '../trouble.ts';
import { kindOf } from './kinds.ts';
import type { Ledger, NamedSubscription } from './ledger.ts';

/** What is not known without some types; without the others a subscription cannot be judged at all. */
const consequences: Readonly<Partial<Record<InventoryType, string>>> = {
  'microsoft.network/routetables': 'Whether routes there let the internet in is not known.',
  'microsoft.network/networkmanagers': 'What their admin rules let in past closed groups is not known.',
  'microsoft.network/loadbalancers': 'Ways over them are not known.',
  'microsoft.network/publicipaddresses': 'Ways over them are not known.',
  'microsoft.compute/virtualmachines': 'All machines there count as running.',
};

/** Notes that a list could not be read: as the whole subscription's trouble, or as something that is unknown besides. */
export function noteTrouble(
  type: InventoryType,
  subscription: NamedSubscription,
  trouble: Trouble,
  ledger: Ledger,
): void {
  const consequence = consequences[type];
  if (consequence === undefined || trouble.reason === 'sign-in') {
    ledger.note(subscription, trouble);
    return;
  }
  const { id, name } = subscription;
  const { because, permission } = trouble;
  const why = permission === undefined ? because : `it needs ${permission}.`;
  const what = `${kindOf(type).plural} of the subscription ${name ?? id}`;
  ledger.noteBesides(`The ${what} could not be read: ${why} ${consequence}`);
}
