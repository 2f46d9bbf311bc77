import { posix } from 'node:path';
import type { z } from 'zod';
import { parseResourceId } from './resource-id.ts';

interface Parts {
  readonly subscriptions: readonly { readonly subscriptionId: string }[];
  readonly resources: readonly { readonly id: string }[];
  readonly guests: Readonly<
    Record<
      string,
      {
        readonly users?: readonly { readonly name: string }[] | undefined;
        readonly files: Readonly<Record<string, unknown>>;
      }
    >
  >;
}

/** There on every machine, so that no file can have these names. */
const systemFolders = [
  '/bin',
  '/dev',
  '/etc',
  '/home',
  '/mnt',
  '/opt',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/srv',
  '/tmp',
  '/usr',
  '/var',
];

/** Adds what a world has twice, and guests of machines that it does not have. Ids have no case. */
export function checkReferences({ subscriptions, resources, guests }: Parts, context: z.RefinementCtx): void {
  const add = (message: string, path: (string | number)[]) => context.addIssue({ code: 'custom', message, path });
  for (const [index, first] of repeated(subscriptions.map((each) => each.subscriptionId))) {
    add(`is the same as subscriptions.${first}.subscriptionId`, ['subscriptions', index, 'subscriptionId']);
  }
  for (const [index, first] of repeated(resources.map((each) => each.id))) {
    add(`is the same as resources.${first}.id`, ['resources', index, 'id']);
  }
  const machines = new Set(resources.filter(({ id }) => isMachine(id)).map(({ id }) => id.toLowerCase()));
  for (const [id, { users = [], files }] of Object.entries(guests)) {
    if (!machines.has(id.toLowerCase())) add('no virtual machine in resources has this id', ['guests', id]);
    for (const [index, first] of repeated(users.map((each) => each.name))) {
      add(`is the same as users.${first}.name`, ['guests', id, 'users', index, 'name']);
    }
    const paths = Object.keys(files);
    const folders = [...systemFolders, ...users.map((user) => `/home/${user.name}`), ...paths.map(posix.dirname)];
    for (const path of paths) {
      const isFolder = folders.some((folder) => `${folder}/`.startsWith(`${path}/`));
      if (isFolder) add('is a folder', ['guests', id, 'files', path]);
    }
  }
}

/** Where something comes again, and where it was first. */
function repeated(names: readonly string[]): readonly (readonly [number, number])[] {
  const seen = new Map<string, number>();
  return names.flatMap((name, index) => {
    const key = name.toLowerCase();
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    return first === undefined ? [] : [[index, first] as const];
  });
}

function isMachine(id: string): boolean {
  return parseResourceId(id).type.toLowerCase() === 'microsoft.compute/virtualmachines';
}
