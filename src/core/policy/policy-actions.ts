import type { AnyAction } from '../actions/action.ts';
import { type ActionId, allActions } from '../actions/all-actions.ts';

interface ActionFacts extends Pick<AnyAction, 'title' | 'opensTo' | 'timeBox' | 'takesKey' | 'doing' | 'commands'> {
  /** Whether it changes something: then it is asked for with a reason, and approved. Reading happens at once. */
  readonly changes: boolean;
  /** It is about a security group, which is then what the rules match, and not about a VM. */
  readonly about?: 'nsg';
}

function reading(title: string, doing: ActionFacts['doing']): ActionFacts {
  return { title, changes: false, opensTo: false, timeBox: 'none', doing };
}

/** What happens at once. The last two run a fixed script as root on the VM: who may is a matter of its own. */
const readings = {
  'connect-check': reading('Check the connection', (vm) => `check ${vm}`),
  fingerprint: reading('Read the host keys', (vm) => `read the host keys of ${vm}`),
  troubleshoot: reading('Troubleshoot', (vm) => `look into ${vm}`),
};

export type PolicyAction = keyof typeof readings | ActionId;

/** Everything that the policy decides about, in the order in which people read it: reading, and every action. */
export const actionFacts = Object.fromEntries<ActionFacts>([
  ...Object.entries(readings),
  ...allActions.map(({ id, title, opensTo, timeBox, takesKey, doing, commands, about }: AnyAction) => {
    const more = { ...(takesKey && { takesKey }), ...(commands && { commands }), ...(about && { about }) };
    return [id, { title, changes: true, opensTo, timeBox, doing, ...more }] as const;
  }),
]) as Readonly<Record<PolicyAction, ActionFacts>>;

export const policyActions = Object.keys(actionFacts) as readonly PolicyAction[];
