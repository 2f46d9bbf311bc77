/**
 * What was read of one VM and its surroundings, normalised, once, before any check runs.
 * Ids keep the case Azure sent; compare them without case. Nothing here is vendor-shaped.
 */

/** Something that could not be read. It is a value on purpose: the other checks still run, and none takes it for a pass. */
export interface Unreadable {
  readonly kind: 'unreadable';
  /** What it is, as a person would call it: "network security group myNSG". */
  readonly what: string;
  readonly reason: 'forbidden' | 'not-found' | 'throttled' | 'timed-out' | 'failed';
  /** One sentence, fit to be shown. */
  readonly because: string;
  /** The Azure permission that would let it be read, e.g. `Microsoft.Network/networkSecurityGroups/read`. */
  readonly permission?: string;
  /** One sentence: what may help, where the reason alone does not tell. */
  readonly todo?: string;
  /** Of a load balancer's forward: the port inside the VM that it leads to. */
  readonly backendPort?: number;
}

export type PowerState = 'running' | 'starting' | 'stopping' | 'stopped' | 'deallocating' | 'deallocated' | 'unknown';

export interface VmFacts {
  readonly vm: Vm;
  /** Power and agent, which Azure keeps in the instance view. */
  readonly status: VmStatus | Unreadable;
  /** In the VM's own order; empty only when the VM really has none. */
  readonly nics: readonly (Nic | Unreadable)[];
  /** Every load balancer forward (NAT rule or load-balancing rule) that ends at one of the VM's ipConfigurations, on any backend port. */
  readonly forwards: readonly (Forward | Unreadable)[];
  /** Virtual Network Manager's effective admin rules, one entry for each virtual network of the VM. */
  readonly adminRules: readonly (AdminRules | Unreadable)[];
  /** Microsoft Defender's just-in-time policies for this VM. Absent: not asked for, since only changes need them. */
  readonly jit?: readonly JitPolicy[] | Unreadable;
}

export interface Vm {
  readonly id: string;
  /** Azure's unique id of this very machine: another one after a re-creation under the same name. */
  readonly vmId: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  readonly location: string;
  /** Availability zones it is pinned to: one or none. Absent: none. */
  readonly zones?: readonly string[];
  readonly os: 'Linux' | 'Windows' | 'unknown';
  /** As Azure writes it: "Succeeded", "Updating", "Failed", ... */
  readonly provisioningState: string;
  readonly adminUsername?: string;
  /** Public keys given at creation, in OpenSSH's one-line form. Keys added later are not known to Azure. */
  readonly sshPublicKeys: readonly string[];
  /** From osProfile at creation; `unknown` for VMs made from a specialised disk. sshd may say otherwise. */
  readonly passwordLogin: 'on' | 'off' | 'unknown';
  readonly tags: Readonly<Record<string, string>>;
  /** What Azure installed on it. Absent: Azure names none. */
  readonly extensions?: readonly VmExtension[];
}

/** Software that Azure's agent keeps on the VM. */
export interface VmExtension {
  /** Whoever installed it chose it. */
  readonly name: string;
  /** "Microsoft.Azure.ActiveDirectory"; absent where Azure's answer holds the name alone. */
  readonly publisher?: string;
  /** "AADSSHLoginForLinux"; absent as the publisher is. */
  readonly type?: string;
  /** As Azure writes it: "Succeeded", "Failed", ... */
  readonly provisioningState?: string;
}

export interface VmStatus {
  readonly kind: 'status';
  readonly power: PowerState;
  /** Azure's own word for a power state that is not known here, lower case. */
  readonly powerWord?: string;
  /** The instance view's own ProvisioningState/* code, lower case, without the prefix: "succeeded", "failed/...". */
  readonly provisioning: string;
  readonly agent: { readonly state: 'ready' | 'not-ready' | 'absent'; readonly message?: string };
  /** The VM's extensions with the ProvisioningState/* code of each, as above. Absent: the instance view names none. */
  readonly extensions?: readonly { readonly name: string; readonly state: string }[];
}

export interface Nic {
  readonly kind: 'nic';
  readonly id: string;
  readonly name: string;
  readonly primary: boolean;
  readonly nsg: Nsg | Unreadable | undefined;
  readonly ipConfigurations: readonly IpConfiguration[];
}

export interface IpConfiguration {
  readonly id: string;
  readonly name: string;
  readonly primary: boolean;
  readonly version: 'IPv4' | 'IPv6';
  readonly privateAddress?: string;
  readonly publicIp: PublicIp | Unreadable | undefined;
  readonly subnet: Subnet | Unreadable | undefined;
  /** Application security groups that this configuration belongs to. */
  readonly asgIds: readonly string[];
  /** Load balancers whose pools or NAT rules the interface itself names, on whatever port. Absent: none. */
  readonly loadBalancerIds?: readonly string[];
}

/** Standard lets nothing in until a security group does, Basic lets everything in; `unknown` where Azure's answer has none. */
export type Sku = 'Basic' | 'Standard' | 'unknown';

export interface PublicIp {
  readonly kind: 'public-ip';
  readonly id: string;
  readonly name: string;
  /** Absent while a dynamic address is not assigned (the VM is deallocated). */
  readonly address?: string;
  readonly sku: Sku;
  readonly allocation: 'Static' | 'Dynamic';
}

export interface Subnet {
  readonly kind: 'subnet';
  readonly id: string;
  readonly name: string;
  readonly vnetId: string;
  readonly nsg: Nsg | Unreadable | undefined;
  /** The NAT gateway by which everything in the subnet goes out. Absent: none. */
  readonly natGatewayId?: string;
  /** Prefixes of the virtual network and its peers: what the tag VirtualNetwork is known to hold. */
  readonly vnetPrefixes: readonly string[];
}

export interface Forward {
  readonly kind: 'nat-rule' | 'lb-rule';
  readonly loadBalancer: string;
  readonly sku: Sku;
  readonly rule: string;
  /** The public frontend; absent for an internal load balancer or an unassigned address. */
  readonly frontendAddress?: string;
  readonly frontendPort: number;
  readonly backendPort: number;
  /** The ipConfiguration it ends at. */
  readonly ipConfigurationId: string;
}

export interface Nsg {
  readonly kind: 'nsg';
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  /** Inbound and outbound, the default rules included (added when a response omits them), in no particular order. */
  readonly rules: readonly SecurityRule[];
}

/** One rule of a network security group, singular and plural fields joined; everything else as Azure wrote it. */
export interface SecurityRule {
  readonly name: string;
  readonly priority: number;
  readonly direction: 'Inbound' | 'Outbound';
  readonly access: 'Allow' | 'Deny';
  /** `Tcp`, `Udp`, `Icmp`, `Esp`, `Ah` or `*`, in any case. */
  readonly protocol: string;
  readonly sources: readonly string[];
  readonly sourceAsgIds: readonly string[];
  readonly sourcePorts: readonly string[];
  readonly destinations: readonly string[];
  readonly destinationAsgIds: readonly string[];
  readonly destinationPorts: readonly string[];
  readonly isDefault: boolean;
  /** What whoever made it wrote there; the bot's own carry their proof. */
  readonly description?: string;
  /** One sentence: what it lacks, so that its direction or access is a guess. Audits read such rules; Azure has none. */
  readonly doubt?: string;
}

export interface AdminRules {
  readonly kind: 'admin-rules';
  readonly vnetId: string;
  readonly rules: readonly AdminRule[];
}

/** A security admin rule of Azure Virtual Network Manager. `Allow` goes on to the NSGs; `AlwaysAllow` and `Deny` end the evaluation. */
export interface AdminRule {
  readonly name: string;
  readonly priority: number;
  readonly direction: 'Inbound' | 'Outbound';
  readonly access: 'Allow' | 'AlwaysAllow' | 'Deny';
  readonly protocol: string;
  readonly sources: readonly string[];
  readonly sourcePorts: readonly string[];
  readonly destinations: readonly string[];
  readonly destinationPorts: readonly string[];
}

/** A just-in-time policy of Microsoft Defender, as far as it is about the VM. */
export interface JitPolicy {
  readonly id: string;
  readonly name: string;
  /** The VM's id as the policy spells it. */
  readonly vmId: string;
  readonly ports: readonly JitPort[];
}

/** A port of a VM that somebody asked Microsoft Defender to open for a while, and that was not called off. */
export interface JitRequest {
  /** '' where the request does not say. */
  readonly vmId: string;
  /** Absent: the request does not say. */
  readonly port?: number;
  /** As the request has them; empty: from anywhere, or it does not say. */
  readonly sources: readonly string[];
  /** Epoch milliseconds; Infinity where the request does not say. */
  readonly endsAtMs: number;
}

export interface JitPort {
  readonly number: number;
  /** `TCP`, `UDP` or `*`, in any case. */
  readonly protocol: string;
  /** Who may ask for it to be opened: `*`, addresses and CIDR blocks. */
  readonly sources: readonly string[];
  readonly maxDurationMs: number;
}
