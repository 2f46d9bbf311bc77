import { act } from '../../sandbox/script/act.ts';
import { findButton, messagesIn, type Scope } from '../../sandbox/script/find-element.ts';
import type { Deed } from '../../sandbox/script/parse-script.ts';
import { renderMessage } from '../../sandbox/script/render-message.ts';
import type { FormValues } from '../../sandbox/slack/workspace.ts';
import type { Stage } from './stage.ts';

/** Somebody who sees what Slack shows, and does what a person would. */
export interface Person {
  /** @returns whether Slack says that it went well; where there is nothing to press it did not */
  does(deed: Deed, channel?: string): Promise<boolean>;
  sees(label: string, scope: Scope): boolean;
  /** The newest message there that says this, as text. */
  reads(scope: Scope): string | undefined;
  hasForm(): boolean;
  /** How many messages of the bot this person has in a channel that nobody else sees. */
  answers(): number;
}

export function person(stage: Stage, name: string): Person {
  const { workspace } = stage.slack;
  const who = stage.world.slack.users.find((each) => each.name === name);
  if (who === undefined) throw new Error(`There is nobody called ${name}`);
  const forms = new Map<string, FormValues>();
  const view = () => workspace.view(who.id);
  return {
    async does(deed, channel) {
      const outcome = await act(workspace, who, { ...deed, ...(channel && { channel }) }, { forms, hear: () => {} });
      return typeof outcome !== 'string' && outcome.ok;
    },
    sees: (label, scope) => findButton(view(), label, scope) !== undefined,
    reads(scope) {
      const [newest] = messagesIn(view(), scope);
      return newest === undefined ? undefined : renderMessage(newest.message, view()).join('\n');
    },
    hasForm: () => view().modals.length > 0,
    answers: () => view().channels.flatMap(({ messages }) => messages.filter(({ ephemeral }) => ephemeral)).length,
  };
}
