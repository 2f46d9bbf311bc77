import type { App, ViewStateValue } from '@slack/bolt';
import { answering } from './answering.ts';
import type { Reply } from './reply.ts';
import type { Tools } from './subcommand.ts';
import type { Who } from './who.ts';

export interface Submission {
  /** What the form carried in its `private_metadata`. */
  readonly pendingId: string;
  /** By block id, what was typed or the value of what was chosen (a day as `YYYY-MM-DD`); each block of our forms holds one field. */
  readonly values: Readonly<Record<string, string>>;
  readonly who: Who;
}

/** Either what is wrong with the form, a sentence for each block, or what to do now that it is closed. */
export type Reaction =
  | { readonly errors: Readonly<Record<string, string>> }
  /** Without `reply` the answer goes into a direct message. */
  | { readonly reply?: Reply; readonly work: () => Promise<void> };

/** Takes a submitted form: decides within Slack's three seconds, closes it or shows what is wrong, then works. */
export function onSubmit(
  app: App,
  tools: Tools,
  callbackId: string,
  react: (submission: Submission) => Promise<Reaction>,
): void {
  app.view(callbackId, async ({ ack, body, view }) => {
    const values = Object.entries(view.state.values).map(([block, fields]) => {
      const [field] = Object.values(fields);
      return [block, textOf(field)] as const;
    });
    const who = { userId: body.user.id, teamId: body.user.team_id };
    const log = tools.log.child({ user: who.userId, form: callbackId });
    const direct = tools.replyTo({ userId: who.userId });
    const submission = { pendingId: view.private_metadata, values: Object.fromEntries(values), who };
    // What cannot even be decided closes the form and is told in a message: a form that hangs tells nothing.
    const reaction = await decided(() => react(submission), { reply: direct, log, newId: tools.newId });
    if ('errors' in reaction) return ack({ response_action: 'errors', errors: withoutMarks(reaction.errors) });
    await ack();
    await answering({ reply: reaction.reply ?? direct, log, newId: tools.newId }, reaction.work);
  });
}

type Answering = Parameters<typeof answering>[0];

async function decided(react: () => Promise<Reaction>, parts: Answering): Promise<Reaction> {
  const reactions: Reaction[] = [];
  await answering(parts, async () => void reactions.push(await react()));
  return reactions[0] ?? nothingMore;
}

const nothingMore: Reaction = { work: async () => {} };

/** Errors in a form know no mark-up. */
function withoutMarks(errors: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(errors).map(([block, text]) => [block, text.replaceAll('`', '')]));
}

function textOf(field: ViewStateValue | undefined): string {
  return field?.value ?? field?.selected_option?.value ?? field?.selected_date ?? '';
}
