import type { Json } from '../core/canonical-json.ts';
import type { SecurityRule, Unreadable } from '../core/facts.ts';

/** One change, exactly as it goes out. */
export interface ArmRequest {
  readonly method: 'PUT' | 'POST' | 'DELETE';
  /** A resource id, or one with an action behind it. */
  readonly path: string;
  readonly apiVersion: string;
  readonly body?: Json;
  /** Only if the resource is still as it was when this ETag was read. */
  readonly ifMatch?: string;
}

/** How a change ended. Only `unknown` leaves open whether anything was changed. */
export type Sent =
  | { readonly kind: 'done' }
  /** Azure will not do it; nothing was changed. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      /** Azure's own: "AuthorizationFailed", "ScopeLocked", "AllocationFailed", ... */
      readonly code: string;
      /** One sentence, fit to be shown. */
      readonly because: string;
      /** One sentence: what to do. Of a 403 it names the missing permission. */
      readonly hint: string;
      readonly permission?: string;
    }
  /** Something else is being changed there, or there were too many requests; nothing was changed. */
  | { readonly kind: 'busy'; readonly because: string; readonly afterMs?: number }
  /** What it was based on is no longer so: another ETag, or the priority is taken. Nothing was changed. */
  | { readonly kind: 'outdated'; readonly because: string }
  | { readonly kind: 'unknown'; readonly because: string };

export type Got = { readonly found: true; readonly body: Json; readonly etag?: string } | { readonly found: false };

/** A rule in Azure that carries the bot's name; whether it really is the bot's own is for its seal to tell. */
export interface NamedRule {
  readonly nsgId: string;
  readonly rule: SecurityRule;
  readonly description: string;
}

/** The one place that changes Azure. */
export interface AzureWrites {
  /** The resource as Azure answers it. @throws BotError */
  get(path: string, apiVersion: string): Promise<Got>;
  /**
   * Sends one change and follows it to its end. Never sends it twice on its own account where that could do it twice.
   * @param deadlineMs how long to follow it at most; then it is `unknown`
   */
  send(request: ArmRequest, deadlineMs: number): Promise<Sent>;
  /**
   * Every rule of every readable network security group whose name begins with this prefix (any case). Resource Graph
   * tells where to look; it trails by minutes, so each is read again before anything is done about it.
   */
  rulesNamed(prefix: string): Promise<{ readonly rules: readonly NamedRule[]; readonly unread: readonly Unreadable[] }>;
}
