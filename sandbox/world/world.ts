import type { AuditSettings } from '../../src/core/audit/audit-settings.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { ActivityLog } from './activity-log.ts';
import { approvalsChannel } from './approvals-channel.ts';
import { botAudit } from './bot-audit.ts';
import { botPolicy } from './bot-policy.ts';
import { parseResourceId } from './resource-id.ts';
import type { Fault, Guest, Resource, ResourceInput, SlackSpec, Subscription, WorldFile } from './schema.ts';

const defaultTenantId = '72f988bf-0000-4000-8000-2d7cd011db47';

/**
 * The pretend Azure as it is right now: ARM-shaped resources that every part of the sandbox reads and changes.
 * Ids are looked up without case; what is handed out is the live object, so change it through `put` only.
 */
export class World {
  readonly tenantId: string;
  readonly subscriptions: readonly Subscription[];
  readonly faults: Fault[];
  readonly slack: SlackSpec;
  /** The address that the bot's packets come from. */
  botAddress: string;
  /** What the bot is configured with. */
  readonly policy: Policy;
  readonly audit: AuditSettings;
  /** Where it shows requests; undefined: nowhere. */
  readonly approvalsChannel: string | undefined;
  /** Azure's Activity Log. */
  readonly activity: ActivityLog;
  readonly #resources = new Map<string, Resource>();
  readonly #byType = new Map<string, Map<string, Resource>>();
  readonly #guests = new Map<string, Guest>();
  readonly #listeners = new Set<() => void>();

  constructor(file: WorldFile) {
    this.tenantId = file.subscriptions[0]?.tenantId ?? defaultTenantId;
    this.subscriptions = file.subscriptions.map((each) => ({ ...each, tenantId: each.tenantId ?? this.tenantId }));
    this.faults = file.faults;
    this.slack = file.slack;
    this.botAddress = file.bot.address;
    this.policy = botPolicy(file.bot.policy, file.bot.commands);
    this.audit = botAudit(file.bot.audit);
    this.approvalsChannel = file.bot.approvals ?? approvalsChannel(file.slack);
    this.activity = new ActivityLog(file.activity);
    for (const resource of file.resources) this.put(resource);
    for (const [vmId, guest] of Object.entries(file.guests)) this.#guests.set(vmId.toLowerCase(), guest);
  }

  get(id: string): Resource | undefined {
    return this.#resources.get(id.toLowerCase());
  }

  /** @param type e.g. `Microsoft.Network/networkSecurityGroups`, any case */
  list(type: string): Resource[] {
    return [...(this.#byType.get(type.toLowerCase())?.values() ?? [])];
  }

  all(): IterableIterator<Resource> {
    return this.#resources.values();
  }

  /** Adds or replaces a top-level resource. `name` and `type` are taken from the id where they are missing. */
  put(resource: ResourceInput): Resource {
    const { name, type } = parseResourceId(resource.id);
    const whole = { ...resource, name: resource.name ?? name, type: resource.type ?? type } as Resource;
    const key = whole.id.toLowerCase();
    this.#resources.set(key, whole);
    const typeKey = type.toLowerCase();
    const sameType = this.#byType.get(typeKey) ?? new Map<string, Resource>();
    sameType.set(key, whole);
    this.#byType.set(typeKey, sameType);
    this.changed();
    return whole;
  }

  delete(id: string): boolean {
    const key = id.toLowerCase();
    const found = this.#resources.delete(key);
    if (found) {
      this.#byType.get(parseResourceId(id).type.toLowerCase())?.delete(key);
      this.changed();
    }
    return found;
  }

  guest(vmId: string): Guest | undefined {
    return this.#guests.get(vmId.toLowerCase());
  }

  /** Calls back after every change of a resource; returns the way to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells the listeners; for whoever changed a resource in place. */
  changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
