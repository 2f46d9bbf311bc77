import { worldSchema } from '../../sandbox/world/schema.ts';
import { World } from '../../sandbox/world/world.ts';
import type { PolicyFile } from '../../src/config/policy-schema.ts';
import { policySection } from '../../src/config/policy-schema.ts';
import { idsOf, machine, resource, worldFile } from '../worlds/machine.ts';

/** VMs that have a network security group each, and VMs that share one. */
export interface Fleet {
  readonly world: World;
  readonly policy: PolicyFile;
  /** Names of VMs with a group of their own. */
  readonly alone: readonly string[];
  /** Names of VMs that share a group. */
  readonly sharing: readonly string[];
}

/** Two people must approve what a third one asks for. */
const policy = policySection.parse({
  rules: [
    {
      name: 'two approve',
      defaults: { request: 'everyone', approve: ['U0BOB', 'U0CAROL'], approvals: 2, longest: '8h', lapsesAfter: '1d' },
      actions: { 'connect-check': {}, 'open-port': {} },
    },
  ],
});

export function fleetWorld(countAlone: number, countSharing: number): Fleet {
  const alone = names('own', countAlone);
  const sharing = names('shared', countSharing);
  const shared = idsOf('all-of-them').nsg;
  const resources = [
    resource(shared, { securityRules: [] }),
    ...alone.flatMap((name, at) => machine(name, at, () => ({ rules: [] }))),
    ...sharing.flatMap((name, at) =>
      machine(name, countAlone + at, (ids) => ({
        nic: { networkSecurityGroup: { id: shared } },
        without: [ids.nsg],
      })),
    ),
  ];
  const world = new World(worldSchema.parse({ ...worldFile(resources), bot: { policy } }));
  return { world, policy, alone, sharing };
}

function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}-${String(at + 1).padStart(2, '0')}`);
}
