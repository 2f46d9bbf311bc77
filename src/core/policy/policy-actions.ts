/** Everything that the policy decides about, in the order in which people read it. Reading is one of them. */
export const policyActions = ['connect-check', 'start-vm', 'open-port', 'associate-public-ip', 'create-nsg'] as const;

export type PolicyAction = (typeof policyActions)[number];

interface ActionFacts {
  /** Whether it changes something: then it is asked for with a reason, and approved. Reading happens at once. */
  readonly changes: boolean;
  /** Whether it lets an address in, which then has to be allowed and narrow. */
  readonly opensTo: boolean;
  /** Whether it must say how long, may say it, or cannot. */
  readonly timeBox: 'required' | 'optional' | 'none';
  /** What one does, for "You may not ...". @param vm the VM as it stands in a sentence */
  readonly doing: (vm: string) => string;
}

export const actionFacts: Readonly<Record<PolicyAction, ActionFacts>> = {
  'connect-check': { changes: false, opensTo: false, timeBox: 'none', doing: (vm) => `check ${vm}` },
  'start-vm': { changes: true, opensTo: false, timeBox: 'none', doing: (vm) => `start ${vm}` },
  'open-port': { changes: true, opensTo: true, timeBox: 'required', doing: (vm) => `open a port of ${vm}` },
  'associate-public-ip': {
    changes: true,
    opensTo: false,
    timeBox: 'optional',
    doing: (vm) => `give ${vm} a public IP`,
  },
  'create-nsg': {
    changes: true,
    opensTo: true,
    timeBox: 'required',
    doing: (vm) => `create a network security group for ${vm}`,
  },
};
