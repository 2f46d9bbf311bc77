import { derivedKey } from '../keys/derive-key.ts';
import { type KeyType, type OpenSshKey, openSshKey } from '../keys/open-ssh-key.ts';
import { readPrivateKey } from '../keys/read-private-key.ts';
import { guestStateSchema } from '../world/guest-state-schema.ts';
import type { Guest, Resource } from '../world/schema.ts';
import { botUser } from './bot-user.ts';

export interface PlannedUser {
  readonly name: string;
  readonly uid: number;
  readonly keys: readonly string[];
  readonly password: string | undefined;
  readonly shell: string;
  readonly sudo: boolean;
  readonly locked?: boolean;
  /** `2026-01-31` */
  readonly expires?: string | undefined;
}

/** What a machine looks like when it is first touched: what the world says of it, the rest from its ARM resource. */
export interface GuestPlan {
  readonly vmId: string;
  readonly hostName: string;
  /** Another one after the machine was made anew under the same name. */
  readonly identity: string;
  readonly users: readonly PlannedUser[];
  readonly files: Guest['files'];
  readonly sshd: Guest['sshd'];
  readonly state: Guest['state'];
  readonly hostKey: (type: KeyType) => OpenSshKey;
}

export const hostKeyTypes: readonly KeyType[] = ['ecdsa', 'ed25519', 'rsa'];

/** Undefined for a Windows machine that the world does not describe: nothing in it speaks SSH. */
export function planGuest(vm: Resource, guest: Guest | undefined): GuestPlan | undefined {
  const properties = vm.properties as ArmMachine;
  const osDisk = properties.storageProfile?.osDisk?.osType;
  const isWindows = osDisk?.toLowerCase() === 'windows' || properties.osProfile?.windowsConfiguration !== undefined;
  if (isWindows && guest === undefined) return undefined;
  const identity = `${vm.id.toLowerCase()}\0${properties.vmId ?? ''}`;
  const hostName = properties.osProfile?.computerName ?? vm.name;
  const linux = properties.osProfile?.linuxConfiguration;
  const keys = new Map<KeyType, OpenSshKey>();
  return {
    vmId: vm.id,
    hostName,
    identity,
    users: usersOf(properties, guest),
    files: guest?.files ?? {},
    state: guest?.state ?? guestStateSchema.parse({}),
    sshd: guest?.sshd ?? {
      running: true,
      ports: [22],
      passwordAuthentication: linux?.disablePasswordAuthentication === false,
      banner: 'OpenSSH_9.6p1 Ubuntu-3ubuntu13.5',
      hostKeyTypes: [...hostKeyTypes],
    },
    hostKey(type) {
      const given = guest?.hostKeys?.[type];
      const comment = `root@${hostName}`;
      const make = () =>
        given === undefined
          ? derivedKey(type, `host\0${identity}`, comment)
          : openSshKey(readPrivateKey(given), comment);
      const key = keys.get(type) ?? make();
      keys.set(type, key);
      return key;
    },
  };
}

function usersOf(properties: ArmMachine, guest: Guest | undefined): readonly PlannedUser[] {
  const people =
    guest?.users?.map((user, index) => ({ ...user, uid: user.uid ?? 1000 + index, password: user.password })) ??
    adminOf(properties);
  const bot = botUser();
  const isThere = people.some(({ name }) => name === bot.name);
  return isThere || guest?.bot === false ? people : [...people, bot];
}

interface ArmMachine {
  readonly vmId?: string;
  readonly storageProfile?: { readonly osDisk?: { readonly osType?: string } };
  readonly osProfile?: {
    readonly computerName?: string;
    readonly adminUsername?: string;
    readonly windowsConfiguration?: unknown;
    readonly linuxConfiguration?: {
      readonly disablePasswordAuthentication?: boolean;
      readonly ssh?: { readonly publicKeys?: readonly { readonly keyData?: string }[] };
    };
  };
}

function adminOf(properties: ArmMachine): readonly PlannedUser[] {
  const { adminUsername, linuxConfiguration } = properties.osProfile ?? {};
  if (adminUsername === undefined) return [];
  const keys = linuxConfiguration?.ssh?.publicKeys?.flatMap((key) => key.keyData?.trim() ?? []) ?? [];
  return [{ name: adminUsername, uid: 1000, keys, password: undefined, shell: '/bin/bash', sudo: true }];
}
