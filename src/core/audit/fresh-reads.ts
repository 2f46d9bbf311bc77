import type { AdminRules, JitRequest, Nsg, Unreadable } from '../facts.ts';
import { interfaceFromArm, type SurveyedInterface } from './arm/interface-from-arm.ts';
import { networkFromArm, routesFromArm, type SurveyedNetwork, type SurveyedRoutes } from './arm/network-from-arm.ts';
import { nsgFromArm, type ReadNsg } from './arm/nsg-from-arm.ts';
import { type Inventory, isUnreadable } from './inventory.ts';

/** Single resources as they are at this moment, each asked for once. */
export interface FreshReads {
  nsg(id: string): Promise<ReadNsg | Unreadable | undefined>;
  network(id: string): Promise<SurveyedNetwork | Unreadable | undefined>;
  routes(id: string): Promise<SurveyedRoutes | Unreadable | undefined>;
  interface(id: string): Promise<SurveyedInterface | Unreadable | undefined>;
  adminRules(vnetId: string): Promise<AdminRules | Unreadable>;
  /** Of networks in which nobody looks at anything: there may be thousands, with the same rules each. */
  forgetAdminRules(vnetId: string): void;
  jitRequests(subscriptionId: string): Promise<readonly JitRequest[] | Unreadable | undefined>;
}

export function freshReads(inventory: Inventory): FreshReads {
  const adminRules = once((vnetId) => inventory.adminRules(vnetId));
  const read = <T>(of: (value: unknown) => T | undefined) =>
    once(async (id) => {
      const got = await inventory.get(id);
      return got === undefined || isUnreadable(got) ? got : of(got);
    });
  return {
    nsg: once(async (id) => {
      const got = await inventory.get(id);
      if (got === undefined || isUnreadable(got)) return got;
      const read = nsgFromArm(got);
      if (read.kind === 'read') return read;
      return {
        kind: 'unreadable',
        what: `network security group ${read.name}`,
        reason: 'failed',
        because: read.because,
      };
    }),
    network: read(networkFromArm),
    routes: read(routesFromArm),
    interface: read(interfaceFromArm),
    adminRules,
    forgetAdminRules: adminRules.forget,
    jitRequests: once((subscriptionId) => inventory.jitRequests(subscriptionId)),
  };
}

interface Once<T> {
  (id: string): Promise<T>;
  forget(id: string): void;
}

function once<T>(read: (id: string) => Promise<T>): Once<T> {
  const asked = new Map<string, Promise<T>>();
  const ask = (id: string) => {
    const key = id.toLowerCase();
    const answer = asked.get(key) ?? read(id);
    asked.set(key, answer);
    return answer;
  };
  return Object.assign(ask, { forget: (id: string) => void asked.delete(id.toLowerCase()) });
}

/** The group that a read gave, or why there is none to look at. */
export function groupIn(read: ReadNsg | Unreadable | undefined, id: string): Nsg | Unreadable {
  if (read === undefined) {
    const name = id.slice(id.lastIndexOf('/') + 1);
    return {
      kind: 'unreadable',
      what: `network security group ${name}`,
      reason: 'not-found',
      because: 'It is there no more.',
    };
  }
  return read.kind === 'read' ? read.nsg : read;
}
