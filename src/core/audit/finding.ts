import type { OpeningPlace } from '../closing/opening-place.ts';
import type { PowerState } from '../facts.ts';
import type { ExposureKind, Verdict } from '../net/exposure.ts';
import type { Severity } from './severity.ts';

/**
 * One network security group, or one machine without any, that an audit found open, in part open or worth a remark. Plain
 * data: it is kept in the store and exported as it is.
 */
export interface Finding {
  /** What tells it from others over all runs: the resource's id in lower case. */
  readonly key: string;
  /** `machine`: an interface behind a Basic address that no group guards. */
  readonly about: 'nsg' | 'machine';
  /** Resource id, of the group or of the machine's interface. */
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  readonly subscriptionName?: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly verdict: Verdict;
  readonly kinds: readonly ExposureKind[];
  /** What is not known is taken for bad. */
  readonly severity: Severity;
  /** How bad it is by what is known alone; absent: as bad as it says. */
  readonly atLeast?: Severity;
  readonly publicIpv4Addresses: number;
  readonly publicIpv4Share: number;
  readonly publicIpv6Share: number;
  /** How many of the hosts behind it this group alone lets them reach; absent: not all of the hosts are known. */
  readonly hosts?: number;
  /** CIDR blocks that get in, the first of them; `moreSources` are left out. */
  readonly sources: readonly string[];
  readonly moreSources: number;
  /** The rules that let them in. */
  readonly rules: readonly FindingRule[];
  /** Where a Deny closes it. Absent: no rule lets anybody in, or the run is older than this. */
  readonly opening?: OpeningPlace;
  readonly shadowed: readonly {
    readonly rule: string;
    readonly by: readonly string[];
    /** It never matches at all: a remark says so. */
    readonly isDead?: true;
  }[];
  /** Sentences: typos, dead rules, what could not be evaluated, a re-read that failed. */
  readonly remarks: readonly string[];
  readonly guards: {
    /** Resource ids. */
    readonly subnets: readonly string[];
    readonly interfaces: number;
    /** Names of the scale sets whose instances are behind it. */
    readonly scaleSets: readonly string[];
  };
  /** Ways from the internet to machines behind it, the open ones first. */
  readonly paths: readonly ExposurePath[];
  readonly morePaths: number;
}

export interface FindingRule {
  readonly name: string;
  readonly priority: number;
  readonly protocol: string;
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  readonly ports: readonly string[];
}

/** One way from a public address through every layer to a machine, or to where it ends. */
export interface ExposurePath {
  readonly machine: {
    /** Resource id; of the interface where no machine is attached. */
    readonly id: string;
    readonly name: string;
    readonly power: PowerState;
    readonly os: 'Linux' | 'Windows' | 'unknown';
    readonly scaleSet?: string;
  };
  readonly interfaceName: string;
  readonly privateAddress: string;
  /** Absent: no public address leads there. */
  readonly endpoint?: {
    readonly via: 'public-ip' | 'nat-rule' | 'lb-rule';
    readonly address: string;
    readonly port: number;
    readonly loadBalancer?: string;
  };
  /** `unknown`: a layer could not be read. */
  readonly isOpen: boolean | 'unknown';
  /** Public IPv4 addresses that get in over all layers together. */
  readonly publicIpv4Addresses: number;
  /** The first layer that stops it, or keeps it from being known. */
  readonly stoppedBy?: {
    readonly layer: 'no-public-endpoint' | 'admin-rules' | 'subnet-nsg' | 'nic-nsg' | 'standard-without-nsg';
    /** Of the group. */
    readonly name?: string;
    readonly rule?: string;
    /** One sentence. */
    readonly because: string;
  };
}
