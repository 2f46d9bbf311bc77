import { z } from 'zod';
import type { Outcome, WorkspaceView } from '../slack/workspace.ts';
import type { AzureView } from './azure-view.ts';

const record = z.record(z.string(), z.unknown());
const formValues = z.record(z.string(), z.record(z.string(), record));
const messagePlace = z.strictObject({
  in: z.literal('message'),
  channel: z.string(),
  ts: z.string(),
  ephemeral: z.boolean().exactOptional(),
});
const place = z.discriminatedUnion('in', [messagePlace, z.strictObject({ in: z.literal('view'), viewId: z.string() })]);

const clickSchema = z.strictObject({
  place,
  blockId: z.string(),
  actionId: z.string(),
  state: record.exactOptional(),
  values: formValues.exactOptional(),
});

/** What a person may do from the page. */
const actionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('type'),
    channelId: z.string(),
    text: z.string().max(40_000),
    threadTs: z.string().exactOptional(),
  }),
  z.strictObject({ kind: z.literal('click'), click: clickSchema }),
  z.strictObject({ kind: z.literal('submitModal'), viewId: z.string(), values: formValues }),
  z.strictObject({ kind: z.literal('closeModal'), viewId: z.string() }),
  z.strictObject({ kind: z.literal('openHome') }),
  z.strictObject({ kind: z.literal('read'), channelId: z.string(), threadTs: z.string().exactOptional() }),
  z.strictObject({
    kind: z.literal('shortcut'),
    callbackId: z.string(),
    message: z.strictObject({ channel: z.string(), ts: z.string() }).exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('advance'),
    byMs: z
      .int()
      .min(1)
      .max(366 * 86_400_000),
  }),
  z.strictObject({ kind: z.literal('power'), vmId: z.string(), running: z.boolean() }),
  z.strictObject({
    kind: z.literal('vm'),
    vmId: z.string(),
    happening: z.enum(['rotate-host-keys', 'stop-sshd', 'start-sshd', 're-create']),
  }),
  z.strictObject({ kind: z.literal('trouble'), trouble: z.enum(['rate-limit', 'redelivery', 'cut']) }),
]);

export const clientMessageSchema = z.discriminatedUnion('kind', [
  /** Who looks, and what the Azure pane is searched for. The answer is a snapshot. */
  z.strictObject({ kind: z.literal('watch'), as: z.string().max(80), search: z.string().max(200) }),
  z.strictObject({ kind: z.literal('act'), id: z.int(), as: z.string(), action: actionSchema }),
]);

export type Action = z.infer<typeof actionSchema>;
/** What can go wrong with Slack at the press of a button. */
export type Trouble = Extract<Action, { kind: 'trouble' }>['trouble'];
/** What can happen to a VM without the bot, at the press of a button. */
export type VmHappening = Extract<Action, { kind: 'vm' }>['happening'];
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** The parts that changed since the last snapshot; `nowMs` is the sandbox's clock in epoch milliseconds. */
export interface Snapshot {
  readonly kind: 'snapshot';
  readonly nowMs: number;
  readonly canPower: boolean;
  readonly canTrouble: boolean;
  readonly canChangeVms: boolean;
  /** Another one than before: the sandbox was started anew. */
  readonly run: string;
  /** How many unread messages each of the others has, where there are any. */
  readonly waiting: Readonly<Record<string, number>>;
  readonly workspace?: WorkspaceView;
  readonly azure?: AzureView;
}

export type ServerMessage = Snapshot | { readonly kind: 'outcome'; readonly id: number; readonly outcome: Outcome };
