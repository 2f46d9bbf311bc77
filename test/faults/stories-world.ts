import { worldSchema } from '../../sandbox/world/schema.ts';
import { World } from '../../sandbox/world/world.ts';
import { type Bend, instanceView, machine, resource, worldFile } from '../worlds/machine.ts';

/** What is done on one VM. */
export interface Story {
  readonly vm: string;
  readonly kind: 'start' | 'one group' | 'two groups' | 'public IP' | 'new group';
  /** How what was opened ends. */
  readonly end: 'its time' | 'close now' | 'extended' | 'stays';
}

type Kind = Story['kind'];

const bends: Readonly<Record<Kind, Parameters<typeof machine>[2]>> = {
  start: () => ({ vm: { instanceView: instanceView('PowerState/deallocated') } }),
  'one group': () => ({ rules: [] }),
  'two groups': (ids): Bend => {
    const outer = `${ids.network}/networkSecurityGroups/outer-of-${ids.vm.slice(ids.vm.lastIndexOf('/') + 1)}`;
    return {
      rules: [],
      subnet: { networkSecurityGroup: { id: outer } },
      more: [resource(outer, { securityRules: [] })],
    };
  },
  'public IP': (ids) => ({ configuration: { publicIPAddress: undefined }, without: [ids.publicIp] }),
  'new group': (ids) => ({ nic: { networkSecurityGroup: undefined }, without: [ids.nsg] }),
};

const plot: readonly [kind: Kind, end: Story['end'], times: number][] = [
  ['start', 'stays', 4],
  ['one group', 'its time', 4],
  ['one group', 'close now', 2],
  ['one group', 'extended', 3],
  ['two groups', 'its time', 4],
  ['two groups', 'close now', 2],
  ['two groups', 'extended', 3],
  ['public IP', 'its time', 3],
  ['public IP', 'stays', 2],
  ['new group', 'its time', 4],
];

/** One VM for each story. */
export function storiesWorld(): { readonly world: World; readonly stories: readonly Story[] } {
  const stories = plot.flatMap(([kind, end, times], group) =>
    Array.from({ length: times }, (_, at): Story => ({ vm: `vm-${group}-${at}`, kind, end })),
  );
  const resources = stories.flatMap(({ vm, kind }, at) => machine(vm, at + 1, bends[kind]));
  return { world: new World(worldSchema.parse(worldFile(resources))), stories };
}
