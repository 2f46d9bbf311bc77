import type { SandboxClock } from '../clock.ts';
import type { Ids } from './ids.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { SocketMode } from './socket-mode.ts';
import type { SlackState } from './state.ts';
import type { Tickets } from './tickets.ts';
import type { Triggers } from './triggers.ts';

/** A slash command as the app manifest names it (`features.slash_commands`). */
export interface SlashCommandSpec {
  readonly command: string;
  readonly description?: string | undefined;
  readonly usage_hint?: string | undefined;
  readonly should_escape?: boolean | undefined;
}

/** A shortcut as the app manifest names it (`features.shortcuts`). */
export interface ShortcutSpec {
  readonly name: string;
  readonly callback_id: string;
  readonly type: 'global' | 'message';
}

/** What every part of the pretend workspace works on. */
export interface SlackCore {
  readonly clock: SandboxClock;
  readonly ids: Ids;
  readonly state: SlackState;
  readonly socket: SocketMode;
  readonly triggers: Triggers;
  readonly tickets: Tickets;
  readonly responseUrls: ResponseUrls;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly botToken: string;
  readonly appToken: string;
  /** The old verification token that Slack still puts into payloads. */
  readonly verificationToken: string;
  readonly commands: readonly SlashCommandSpec[];
  readonly shortcuts: readonly ShortcutSpec[];
  /** Bot events the app subscribes to, as the manifest names them, e.g. `message.im`. */
  readonly events: readonly string[];
  /** Bot scopes that were granted; undefined: all. */
  readonly scopes?: readonly string[];
  /** Nobody can write to the bot directly. */
  readonly messagesTabReadOnly: boolean;
  /** Whether `replace_original` sent to a slash command's own `response_url` replaces what came through it before. */
  readonly commandUrlReplaces: boolean;
}
