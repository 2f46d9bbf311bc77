import type { Azure } from '../azure/azure.ts';
import type { ActionParams, Planned, PlanRefusal } from '../core/actions/action.ts';
import { type ActionId, actionOf } from '../core/actions/all-actions.ts';
import type { AuditSettings } from '../core/audit/audit-settings.ts';
import type { Nsg } from '../core/facts.ts';
import { nsgsOf } from '../core/net/nsgs-of.ts';
import type { NsgFacts } from '../core/nsg-facts.ts';
import type { PolicyVm } from '../core/policy/policy.ts';
import { policyVm } from '../core/policy/policy-vm.ts';
import { readDenySeal, type SealOwner } from '../core/remediations/seal.ts';
import type { RequestedVm } from '../core/requests/request.ts';

type Target = Pick<RequestedVm, 'id' | 'resourceGroup' | 'subscriptionName' | 'nicIds'>;

interface Parts {
  readonly azure: Azure;
  /** Absent: nothing proves to be the bot's own. */
  readonly seal: SealOwner | undefined;
  readonly auditSettings: Pick<AuditSettings, 'thresholds'>;
}

/** What an action is about, as it is now: a VM, or a network security group. */
export interface FactsFor {
  /** As the policy looks at it. */
  readonly seen: PolicyVm;
  readonly found: Pick<RequestedVm, 'vmId' | 'location' | 'nicIds'>;
  /** The groups as they were just read. */
  readonly nsgs: readonly Nsg[];
  plan(params: ActionParams, requestId: string): Planned | PlanRefusal;
}

/** Reads the facts that an action plans from. @throws BotError where what it is about cannot be read */
export async function readFactsFor(actionId: ActionId, target: Target, parts: Parts): Promise<FactsFor> {
  const action = actionOf(actionId);
  if (action.about === 'nsg') {
    const facts = await readNsgFacts(target.id, parts);
    return {
      seen: policyGroup(facts, target),
      found: { vmId: facts.guid, location: facts.location },
      nsgs: [facts.nsg],
      plan: (params, requestId) => action.plan({ facts, params, requestId }),
    };
  }
  const facts = await parts.azure.readFactsForChange({ id: target.id, nicIds: target.nicIds ?? [] });
  const { vmId, location } = facts.vm;
  const nicIds = facts.nics.flatMap((nic) => (nic.kind === 'nic' ? [nic.id] : []));
  return {
    seen: policyVm(facts.vm, target),
    found: { vmId, location, nicIds },
    nsgs: nsgsOf(facts),
    plan: (params, requestId) => action.plan({ facts, params, requestId }),
  };
}

/** One group, with the Deny rules in it that prove to be this installation's. @throws BotError */
export async function readNsgFacts(id: string, { azure, seal, auditSettings }: Parts): Promise<NsgFacts> {
  const facts = await azure.readNsgForChange(id);
  const ownRules = facts.nsg.rules.flatMap(({ name, description = '', access }) => {
    const isDeny = seal !== undefined && access.toLowerCase() === 'deny';
    return isDeny && readDenySeal(facts.nsg.id, name, description, seal).kind === 'own' ? [name] : [];
  });
  return { ...facts, ownRules, thresholds: auditSettings.thresholds };
}

/** The group itself is what the policy's rules match: its name, its tags, and where it is. */
function policyGroup({ nsg, subscriptionId, tags }: NsgFacts, { resourceGroup, subscriptionName }: Target): PolicyVm {
  return {
    id: nsg.id,
    name: nsg.name,
    resourceGroup,
    subscriptionId,
    tags,
    ...(subscriptionName !== undefined && { subscriptionName }),
  };
}
