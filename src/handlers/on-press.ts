import type { App, BlockAction, BlockElementAction } from '@slack/bolt';
import { answering } from './answering.ts';
import { createOpenForm } from './open-form.ts';
import { createReply, type Reply } from './reply.ts';
import type { OpenForm, Tools } from './subcommand.ts';

/** A button pressed or an option chosen. */
export interface Press {
  /** The button's value, or the chosen option's. */
  readonly value: string;
  readonly userId: string;
  /** The workspace that the person acts from. */
  readonly teamId: string | undefined;
  /** Where the message is; absent in a form. */
  readonly channelId: string | undefined;
  readonly reply: Reply;
  readonly openForm: OpenForm;
}

/** Runs `react` for every press of one action; whatever happens, the person gets an answer. */
export function onPress(app: App, tools: Tools, actionId: string, react: (press: Press) => Promise<void>): void {
  app.action<BlockAction>(actionId, async ({ ack, action, body, respond, client }) => {
    await ack();
    const userId = body.user.id;
    const teamId = body.user.team_id;
    const channelId = body.channel?.id;
    const log = tools.log.child({ user: userId, channel: channelId, action: actionId });
    const reply = createReply({ respond, client, channelId, userId, log });
    const openForm = createOpenForm({ client, triggerId: body.trigger_id, log });
    await answering({ reply, log, newId: tools.newId }, () =>
      react({ value: chosen(action), userId, teamId, channelId, reply, openForm }),
    );
  });
}

function chosen(action: BlockElementAction): string {
  if (action.type === 'button') return action.value ?? '';
  if (action.type === 'static_select') return action.selected_option.value;
  return '';
}
