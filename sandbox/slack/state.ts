import type { SlackSpec } from '../world/schema.ts';
import type { Block, FormValues, MessageView, Person } from './workspace.ts';

type ChannelKind = 'public' | 'private' | 'direct' | 'group-direct';

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly externallyShared: boolean;
  readonly createdMs: number;
  readonly members: Set<string>;
  archived: boolean;
  /** User id -> ts of the newest message that this person has seen. */
  readonly readUpTo: Map<string, string>;
  /** The same for each thread, by the ts of its first message. */
  readonly threadsReadUpTo: Map<string, Map<string, string>>;
}

export interface Message {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly threadTs?: string;
  /** Only this person sees it. */
  readonly ephemeralTo?: string;
  readonly subtype?: string;
  readonly broadcast?: boolean;
  text: string;
  blocks: readonly Block[];
  attachments: MessageView['attachments'];
  readonly files: string[];
  metadata?: unknown;
  editedTs?: string;
  /** User id -> what this person has chosen in the message's own inputs. */
  readonly inputs: Map<string, FormValues>;
  /** Emoji name -> who reacted with it. */
  readonly reactions: Map<string, Set<string>>;
}

export interface View {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly user: string;
  readonly rootViewId: string;
  readonly previousViewId: string | null;
  /** As the bot sent it, with block and action ids filled in. */
  source: Record<string, unknown> & { blocks: readonly Block[] };
  hash: string;
  values: FormValues;
  errors: Readonly<Record<string, string>>;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  title: string;
  readonly expectedBytes: number;
  readonly altText?: string;
  readonly createdMs: number;
  bytes?: Buffer;
  /** False until files.completeUploadExternal. */
  complete: boolean;
  readonly channels: Set<string>;
}

export interface BotIdentity {
  readonly appId: string;
  readonly botId: string;
  readonly userId: string;
  readonly name: string;
  readonly realName: string;
}

/** The whole workspace as it is right now. Whoever changes it calls `changed`. */
export interface SlackState {
  readonly team: SlackSpec['team'];
  readonly bot: BotIdentity;
  readonly people: Map<string, Person & { readonly admin: boolean }>;
  readonly userGroups: SlackSpec['userGroups'];
  readonly channels: Map<string, Channel>;
  /** Channel id -> its messages, oldest first. */
  readonly messages: Map<string, Message[]>;
  readonly views: Map<string, View>;
  /** User id -> ids of the open modals, the topmost last. */
  readonly modals: Map<string, string[]>;
  /** User id -> id of the Home view. */
  readonly homes: Map<string, string>;
  readonly files: Map<string, StoredFile>;
  readonly listeners: Set<() => void>;
  changed(): void;
}
