import type { App } from '@slack/bolt';
import { answering } from './answering.ts';
import type { Reply } from './reply.ts';
import type { Tools } from './subcommand.ts';

export interface Submission {
  /** What the form carried in its `private_metadata`. */
  readonly pendingId: string;
  /** Text by block id; each block of our forms holds one text field. */
  readonly values: Readonly<Record<string, string>>;
  readonly userId: string;
  /** The workspace that the person acts from. */
  readonly teamId: string | undefined;
}

/** Either what is wrong with the form, a sentence for each block, or what to do now that it is closed. */
export type Reaction =
  | { readonly errors: Readonly<Record<string, string>> }
  | { readonly reply: Reply; readonly work: () => Promise<void> };

/** Takes a submitted form: decides within Slack's three seconds, closes it or shows what is wrong, then works. */
export function onSubmit(
  app: App,
  tools: Tools,
  callbackId: string,
  react: (submission: Submission) => Reaction,
): void {
  app.view(callbackId, async ({ ack, body, view }) => {
    const values = Object.entries(view.state.values).map(([block, actions]) => {
      const [field] = Object.values(actions);
      return [block, field?.value ?? ''] as const;
    });
    const userId = body.user.id;
    const teamId = body.user.team_id;
    const reaction = react({ pendingId: view.private_metadata, values: Object.fromEntries(values), userId, teamId });
    if ('errors' in reaction) {
      const errors = Object.entries(reaction.errors).map(([block, text]) => [block, text.replaceAll('`', '')]);
      return ack({ response_action: 'errors', errors: Object.fromEntries(errors) });
    }
    await ack();
    const log = tools.log.child({ user: userId, form: callbackId });
    await answering({ reply: reaction.reply, log, newId: tools.newId }, reaction.work);
  });
}
