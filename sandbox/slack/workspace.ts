import type { FilePreview } from './file-type.ts';

/**
 * The pretend workspace as a person sees it and acts in it. The console and the script runner use nothing else;
 * the bot never sees this: it talks to the Web API and Socket Mode like to Slack's own.
 */

export type Block = { readonly type: string; readonly block_id?: string } & Record<string, unknown>;

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly tz: string;
  readonly isBot: boolean;
  readonly guest: boolean;
  /** A guest of one channel alone. */
  readonly singleChannel?: boolean;
  /** The account was ended: such a person does nothing any more, and is not offered anywhere. */
  readonly deactivated?: boolean;
  readonly foreignTeam?: string;
}

export interface ChannelView {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'direct' | 'group-direct';
  readonly externallyShared: boolean;
  /** For direct messages: the other person's id. */
  readonly withUser?: string;
  /** The app's messages tab where nobody may write. */
  readonly readOnly?: boolean;
  readonly unread: number;
  readonly messages: readonly MessageView[];
}

export interface MessageView {
  readonly ts: string;
  readonly threadTs?: string;
  readonly user: string;
  /** Only this viewer sees it. */
  readonly ephemeral: boolean;
  readonly edited: boolean;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly attachments: readonly {
    readonly color?: string;
    readonly text?: string;
    readonly fallback?: string;
    readonly blocks?: readonly Block[];
  }[];
  readonly files: readonly FileView[];
  readonly replyCount: number;
  /** Replies of others that this viewer has not seen yet. */
  readonly unreadReplies?: number;
  /** A reply that is shown in the channel as well. */
  readonly broadcast?: boolean;
  readonly reactions?: readonly { readonly name: string; readonly users: readonly string[] }[];
}

export interface FileView {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** What a picture shows, for who does not see it. */
  readonly altText?: string;
  readonly mimetype: string;
  readonly size: number;
  /** The first lines of a file that can be read. */
  readonly preview?: FilePreview;
  /** Where the console's server can fetch the bytes from: a path below the workspace's own HTTP server. */
  readonly path: string;
}

/** A modal or App Home as Slack got it from the bot, with ids filled in. */
export interface ModalView {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly callbackId: string;
  readonly title: string;
  readonly submit?: string;
  readonly close: string;
  readonly blocks: readonly Block[];
  /** block_id -> sentence, after a submission that the bot refused with `response_action: errors`. */
  readonly errors: Readonly<Record<string, string>>;
}

export interface WorkspaceView {
  readonly team: { readonly id: string; readonly name: string };
  readonly me: Person;
  readonly people: readonly Person[];
  readonly userGroups: readonly { readonly id: string; readonly handle: string; readonly users: readonly string[] }[];
  readonly channels: readonly ChannelView[];
  /** Open modals of this person, the topmost last. */
  readonly modals: readonly ModalView[];
  readonly home?: ModalView;
  /** Slash commands the app registered, for completion. */
  readonly commands: readonly { readonly command: string; readonly description: string; readonly usageHint: string }[];
  /** Shortcuts the app registered: `message` ones sit in a message's menu. */
  readonly shortcuts?: readonly {
    readonly callbackId: string;
    readonly name: string;
    readonly type: 'global' | 'message';
  }[];
}

/** Values of a form: block_id -> action_id -> the element's state as Slack sends it in `view.state.values`. */
export type FormValues = Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;

/** Where an interactive element sits. */
export type ElementPlace =
  | { readonly in: 'message'; readonly channel: string; readonly ts: string; readonly ephemeral?: boolean }
  | { readonly in: 'view'; readonly viewId: string };

export interface Click {
  readonly place: ElementPlace;
  readonly blockId: string;
  readonly actionId: string;
  /** For selects, inputs and so on: the element's new state, e.g. `{selected_option: {...}}` or `{value: '...'}`. */
  readonly state?: Record<string, unknown>;
  /** State of the other inputs of the same message or view. */
  readonly values?: FormValues;
}

/** How an action went from the person's side: Slack shows a notice where the app did not answer. */
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly notice: string };

export interface Workspace {
  view(userId: string): WorkspaceView;
  /** Called after every visible change. Returns the way to stop it. */
  onChange(listener: () => void): () => void;
  /** The person has looked at a channel, or at a thread in it: nothing there is unread any more. */
  read?(userId: string, channelId: string, threadTs?: string): void;
  /** Types a line into a channel: a message, or a slash command when it begins with `/`. */
  type(userId: string, channelId: string, text: string, threadTs?: string): Promise<Outcome>;
  click(userId: string, click: Click): Promise<Outcome>;
  submitModal(userId: string, viewId: string, values: FormValues): Promise<Outcome>;
  closeModal(userId: string, viewId: string): Promise<Outcome>;
  openHome(userId: string): Promise<Outcome>;
  /** Runs a message shortcut or global shortcut by callback id. */
  shortcut(
    userId: string,
    callbackId: string,
    message?: { readonly channel: string; readonly ts: string },
  ): Promise<Outcome>;
}
