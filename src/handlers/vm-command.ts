import type { App } from '@slack/bolt';
import { code } from '../core/text/escape.ts';
import { nearest } from '../core/text/nearest.ts';
import { splitSubcommand } from '../core/text/split-subcommand.ts';
import { problem } from '../views/problem.ts';
import { answering } from './answering.ts';
import { createOpenForm } from './open-form.ts';
import type { Subcommand, Tools } from './subcommand.ts';
import { createTurns } from './turns.ts';

/** `/vm`: finds the subcommand and runs it; whatever happens, the person gets an answer. */
export function registerVmCommand(app: App, subcommands: readonly Subcommand[], tools: Tools): void {
  const turn = createTurns();
  app.command('/vm', async ({ command, ack, client }) => {
    await ack();
    await turn();
    const { channel_id: channelId, user_id: userId, team_id: teamId, trigger_id: triggerId } = command;
    const log = tools.log.child({ user: userId, channel: channelId });
    const replyTo = { responseUrl: command.response_url, channelId, userId };
    const reply = tools.replyTo(replyTo);
    await answering({ reply, log, newId: tools.newId }, async () => {
      const { subcommand: word, rest, raw } = splitSubcommand(command.text);
      const subcommand = subcommands.find((each) => each.name === (word === '' ? 'help' : word));
      if (subcommand === undefined) return reply(unknownSubcommand(word, subcommands));
      const openForm = createOpenForm({ client, triggerId, log });
      await subcommand.run({ text: rest, raw, who: { userId, teamId }, reply, replyTo, openForm });
    });
  });
  for (const subcommand of subcommands) subcommand.register?.(app);
}

function unknownSubcommand(word: string, subcommands: readonly Subcommand[]) {
  const names = subcommands.map((each) => each.name);
  const near = nearest(word, names);
  return problem({
    message: `I do not know ${code(`/vm ${word.slice(0, 60)}`)}.`,
    hint:
      near === undefined
        ? `There is ${names.map((name) => `\`${name}\``).join(', ')}.`
        : `Did you mean \`/vm ${near}\`?`,
  });
}
