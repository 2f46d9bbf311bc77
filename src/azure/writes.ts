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
  /** x-ms-client-request-id: Azure's activity log shows it. Left out: one is made up. Not part of what is approved. */
  readonly clientRequestId?: string;
}

/** How a change ended. Only `unknown` leaves open whether anything was changed. */
export type Sent =
  | {
      readonly kind: 'done';
      /** What an action gives back, where it gives something: of Run Command `{value: [{code, message}]}`. */
      readonly output?: Json;
    }
  /** Azure will not do it; nothing was changed. */
  | {
      readonly kind: 'refused';
      /** Of Azure's answer; 0 where Azure accepted it and then gave up. */
      readonly status: number;
      /** Azure's own: "AuthorizationFailed", "ScopeLocked", "AllocationFailed", ... */
      readonly code: string;
      /** One sentence, fit to be shown. */
      readonly because: string;
      /** One sentence: what to do. Of a 403 it names the missing permission. */
      readonly hint: string;
      readonly permission?: string;
    }
  /** Something else is being changed there, there were too many requests, or Azure was out of reach; nothing was changed. */
  | { readonly kind: 'busy'; readonly because: string; readonly afterMs?: number }
  /** What it was based on is no longer so: another ETag, or the priority is taken. Nothing was changed. */
  | { readonly kind: 'outdated'; readonly because: string }
  | {
      readonly kind: 'unknown';
      readonly because: string;
      /** One sentence, where Azure's words say more than that somebody should look. */
      readonly hint?: string;
    };

/** `found: false` only where Azure says that the thing, its parent or its group is not there. */
export type Got = { readonly found: true; readonly body: Json; readonly etag?: string } | { readonly found: false };

/** A rule in Azure that carries the bot's name; whether it really is the bot's own is for its seal to tell. */
export interface NamedRule {
  readonly nsgId: string;
  readonly rule: SecurityRule;
  readonly description: string;
}

/** A public IP that carries the bot's tag; whether it really is the bot's own is for its seal to tell. */
export interface TaggedAddress {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The one place that changes Azure. */
export interface AzureWrites {
  /** The resource as Azure answers it. @throws BotError */
  get(path: string, apiVersion: string): Promise<Got>;
  /**
   * Sends one change and follows it to its end, after those on the same network security group, interface or VM that
   * were handed in before it. Never sends it twice on its own account where that could do it twice: a PUT or DELETE whose
   * answer is lost is looked for first, a POST is left. Never rejects.
   * @param deadlineMs how long to wait for its turn and to follow it at most; then there is one last look, and it is
   *   `unknown` if that does not tell, or `busy` if its turn never came
   */
  send(request: ArmRequest, deadlineMs: number): Promise<Sent>;
  /**
   * Whether what the change wants is so, whoever brought it about: a PUT's body is there, a DELETE's resource is gone, a
   * VM to be started runs, Defender knows the request to open a port by its justification. `unknown` while Azure is at
   * work on it, and where it cannot be read. Never rejects.
   */
  inEffect(request: ArmRequest): Promise<boolean | 'unknown'>;
  /**
   * Every rule of every readable network security group whose name begins with this prefix (any case). Resource Graph
   * tells where to look; it trails by minutes, so each is read again. Where it does not answer, every group of every
   * subscription is read instead. Never rejects: what could not be read is `unread`.
   */
  rulesNamed(prefix: string): Promise<{ readonly rules: readonly NamedRule[]; readonly unread: readonly Unreadable[] }>;
  /**
   * Every public IP with this tag, of every subscription, as Resource Manager lists them at this moment. Never rejects:
   * what could not be read is `unread`.
   */
  taggedAddresses(
    tag: string,
  ): Promise<{ readonly addresses: readonly TaggedAddress[]; readonly unread: readonly Unreadable[] }>;
}
