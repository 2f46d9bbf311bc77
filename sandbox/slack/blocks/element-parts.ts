import { confirm, plainText } from './composition.ts';
import { boolean, list, object, oneOf, type Rule, string } from './rule.ts';

/** Properties that many elements share. */

export const identified: Readonly<Record<string, Rule>> = { action_id: string(255) };

export const confirmable: Readonly<Record<string, Rule>> = { confirm };

export const focusable: Readonly<Record<string, Rule>> = { focus_on_load: boolean };

export const withPlaceholder: Readonly<Record<string, Rule>> = { placeholder: plainText(150) };

export const dispatchable: Readonly<Record<string, Rule>> = {
  dispatch_action_config: object(
    {},
    { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 2) },
  ),
};
