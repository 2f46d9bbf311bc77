/**
 * What the migrations make. Both databases keep times as epoch milliseconds (bigint), JSON as canonical text and ids
 * as text, so that the same queries give the same rows.
 */
export interface Tables {
  migrations: { name: string; applied_at: number };
  requests: RequestRow;
  chain: ChainRow;
  events: EventRow;
  cards: CardRow;
  notices: NoticeRow;
  addresses: { user_id: string; address: string; warning: string | null; typed_at: number };
  shelf: { id: string; kind: string; body: string; until_at: number };
  host_keys: HostKeysRow;
  audit_runs: AuditRunRow;
  audit_slots: { slot: number; at: number };
  audit_posts: { run_id: string; channel_id: string; ts: string };
  audit_places: AuditPlaceRow;
  audit_waivers: { finding_key: string; at: number; person: string; until_at: number; body: string };
}

/** The whole request is in `body`; the other columns are what is looked for. */
export interface RequestRow {
  id: string;
  version: number;
  state: string;
  requester: string;
  /** The VM's resource id in lower case: Azure does not mind the case. */
  vm_key: string;
  action: string;
  created_at: number;
  /** The oldest version that one of its cards shows; 0 while one of them was never posted. */
  shown_version: number;
  body: string;
}

/** One row: where the chain ends, and the number of the last notice. Who changes it waits for everybody before. */
interface ChainRow {
  id: number;
  seq: number;
  hash: string;
  last_notice: number;
}

export interface EventRow {
  seq: number;
  prev: string;
  hash: string;
  kind: string;
  at: number;
  actor: string;
  request_id: string | null;
  data: string;
}

export interface CardRow {
  request_id: string;
  audience: string;
  /** Null while it was never posted. */
  channel_id: string | null;
  ts: string | null;
  shown_version: number;
  claimed_until: number;
}

export interface NoticeRow {
  id: number;
  request_id: string;
  to_kind: string;
  to_user: string | null;
  about: string;
  at: number;
  due_at: number;
  leased_until: number;
  tries: number;
}

/** The whole pin is in `body`, but for the time when another took its place. */
export interface HostKeysRow {
  request_id: string;
  /** The VM's resource id in lower case. */
  vm_key: string;
  pinned_at: number;
  /** Null while it holds: one at most for each VM. */
  replaced_at: number | null;
  body: string;
}

export interface AuditRunRow {
  id: string;
  /** Counted from 1 in the order in which they began. */
  seq: number;
  /** JSON of `AuditRun.trigger`. */
  audit_trigger: string;
  state: string;
  /** 1 while somebody is at it, else null: the column is unique. */
  active: number | null;
  owner: string;
  leased_until: number;
  tries: number;
  started_at: number;
  /** Null until what was found is written down. */
  ended_at: number | null;
  /** JSON of how far it is. */
  progress: string | null;
  /** JSON of its `TrendPoint`. */
  point: string | null;
  /** The whole run; null while it goes on, and of those that are too old. */
  body: string | null;
}

interface AuditPlaceRow {
  /** A channel's id, or a person's for their direct messages. */
  place: string;
  /** JSON of the findings that it was told last; null while it was never told, and of a person. */
  known: string | null;
  /** The same of the run that it is being told: it counts once that is over. */
  telling: string | null;
  /** Null when there is nothing to tell. */
  run_id: string | null;
  /** A line for each thing of the report that stands there, besides its first message. */
  standing: string;
  tries: number;
  due_at: number;
  owner: string;
  leased_until: number;
}
