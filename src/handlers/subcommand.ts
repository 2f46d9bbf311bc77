import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Logger } from 'pino';
import type { Azure } from '../azure/azure.ts';
import type { Clock } from '../clock.ts';
import type { SshConfig } from '../config/read-ssh.ts';
import type { AuditSettings } from '../core/audit/audit-settings.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { SealOwner } from '../core/remediations/seal.ts';
import type { Audits } from '../jobs/audit/create-audits.ts';
import type { ScanHostKeys } from '../jobs/look-at-server.ts';
import type { Poster } from '../jobs/poster.ts';
import type { Work } from '../jobs/work.ts';
import type { ProbeBanner } from '../ssh/probe-banner.ts';
import type { Store } from '../store/store.ts';
import type { People } from './people.ts';
import type { Reply, ReplyTo } from './reply.ts';
import type { Who } from './who.ts';

/** One word after `/vm`. Help, completion and the manifest follow from the list of these. */
export interface Subcommand {
  readonly name: string;
  /** How to type it, from the slash on. */
  readonly usage: string;
  /** One line of help. */
  readonly summary: string;
  run(asked: Asked): Promise<void>;
  /** The second halves of the story: buttons, selects and forms that the answer carries. */
  register?(app: App): void;
}

export type MakeSubcommand = (tools: Tools) => Subcommand;

/** A command as somebody typed it. */
interface Asked {
  /** What follows the subcommand, normalised. */
  readonly text: string;
  /** The same as Slack sent it: for a command line, which may not be changed on its way. */
  readonly raw: string;
  readonly who: Who;
  readonly reply: Reply;
  /** Where `reply` goes, for what is kept until a form is filled in. */
  readonly replyTo: ReplyTo;
  /** Opens a form; false when Slack no longer takes the trigger (it lasts three seconds). */
  readonly openForm: OpenForm;
}

export type OpenForm = (form: ModalView) => Promise<boolean>;

/** What the handlers work with; `buildApp` makes it. */
export interface Tools {
  readonly azure: Azure;
  readonly probe: ProbeBanner;
  readonly botAddress: string | undefined;
  readonly scan: ScanHostKeys;
  readonly clock: Clock;
  readonly log: Logger;
  readonly newId: () => string;
  /** How the bot itself goes to VMs. */
  readonly ssh: Pick<SshConfig, 'egress' | 'isInside' | 'limits' | 'login'>;
  /** So many random bytes. */
  readonly newBytes: (count: number) => Uint8Array;
  readonly store: Store;
  /** What follows from decisions, and what is due. */
  readonly work: Work;
  /** Where requests are shown to those who decide; undefined: nothing can be asked for. */
  readonly approvalsChannel: string | undefined;
  readonly policy: Policy;
  readonly auditSettings: AuditSettings;
  readonly audits: Audits;
  readonly poster: Poster;
  /** What tells the bot's own rules from others; undefined where nothing can be asked for. */
  readonly seal: SealOwner | undefined;
  readonly people: People;
  readonly replyTo: (to: ReplyTo) => Reply;
}
