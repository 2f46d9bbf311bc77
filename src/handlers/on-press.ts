import type { App, BlockAction, BlockElementAction } from '@slack/bolt';
import { answering } from './answering.ts';
import { createOpenForm } from './open-form.ts';
import type { Reply, ReplyTo } from './reply.ts';
import type { OpenForm, Tools } from './subcommand.ts';
import type { Who } from './who.ts';

/** A button pressed or an option chosen. */
export interface Press {
  /** The button's value, or the chosen option's. */
  readonly value: string;
  readonly who: Who;
  /** Where the message is; absent in a form. */
  readonly channelId: string | undefined;
  /** Only this person sees the message: nobody makes it anew when something changes. */
  readonly inPrivate: boolean;
  readonly reply: Reply;
  /** Where `reply` goes, for what is kept until a form is filled in. */
  readonly replyTo: ReplyTo;
  readonly openForm: OpenForm;
}

/** Runs `react` for every press of one action; whatever happens, the person gets an answer. */
export function onPress(app: App, tools: Tools, actionId: string, react: (press: Press) => Promise<void>): void {
  app.action<BlockAction>(actionId, async ({ ack, action, body, client }) => {
    await ack();
    const who = { userId: body.user.id, teamId: body.user.team_id };
    const channelId = body.channel?.id;
    const log = tools.log.child({ user: who.userId, channel: channelId, action: actionId });
    const replyTo = { responseUrl: body.response_url, channelId, userId: who.userId };
    const reply = tools.replyTo(replyTo);
    const inPrivate = body.container?.is_ephemeral === true;
    const openForm = createOpenForm({ client, triggerId: body.trigger_id, log });
    await answering({ reply, log, newId: tools.newId }, () =>
      react({ value: chosen(action), who, channelId, inPrivate, reply, replyTo, openForm }),
    );
  });
}

function chosen(action: BlockElementAction): string {
  if (action.type === 'button') return action.value ?? '';
  if (action.type === 'static_select') return action.selected_option.value;
  return '';
}
