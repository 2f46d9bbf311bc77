import { isDeepStrictEqual } from 'node:util';
import { optionGroup, optionsOrGroups, selectOption } from './composition.ts';
import { confirmable, focusable, identified, withPlaceholder } from './element-parts.ts';
import { all, boolean, holds, integer, isObject, list, object, oneOf, type Rule, string } from './rule.ts';

/** Menus to choose one or several from. https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */

const common = { ...identified, ...confirmable, ...focusable, ...withPlaceholder };
const several = { max_selected_items: integer(1, 1000) };
const offered = { options: list(selectOption, 100), option_groups: list(optionGroup, 100) };
const id = string(255);
const queryLength = { min_query_length: integer(0, 1000) };

const filter = all(
  object(
    {},
    {
      include: list(oneOf('im', 'mpim', 'private', 'public'), 4),
      exclude_external_shared_channels: boolean,
      exclude_bot_users: boolean,
    },
  ),
  holds((value) => Object.keys(value).length > 0, 'must provide at least one filter'),
);
const conversations = { default_to_current_conversation: boolean, filter };
const answering = { response_url_enabled: boolean };

/** Slack takes an initial option only when it equals one of those offered. */
export const initialOffered: Rule = holds((element) => {
  const groups = Array.isArray(element.option_groups) ? element.option_groups.filter(isObject) : [];
  const options = [element, ...groups].flatMap((each) => (Array.isArray(each.options) ? each.options : []));
  const initial = Array.isArray(element.initial_options) ? element.initial_options : [element.initial_option];
  return initial.every((each) => each === undefined || options.some((offer) => isDeepStrictEqual(offer, each)));
}, 'initial option must match one of the options');

function menu(type: string, more: Readonly<Record<string, Rule>>): Rule {
  return object({ type: oneOf(type) }, { ...common, ...more });
}

const ids = list(id, 1000, 0);
const optionList = list(selectOption, 100);

export const selects: Readonly<Record<string, Rule>> = {
  static_select: all(
    menu('static_select', { ...offered, initial_option: selectOption }),
    optionsOrGroups,
    initialOffered,
  ),
  external_select: menu('external_select', { ...queryLength, initial_option: selectOption }),
  users_select: menu('users_select', { initial_user: id }),
  conversations_select: menu('conversations_select', { ...conversations, ...answering, initial_conversation: id }),
  channels_select: menu('channels_select', { ...answering, initial_channel: id }),
  multi_static_select: all(
    menu('multi_static_select', { ...offered, ...several, initial_options: optionList }),
    optionsOrGroups,
    initialOffered,
  ),
  multi_external_select: menu('multi_external_select', { ...several, ...queryLength, initial_options: optionList }),
  multi_users_select: menu('multi_users_select', { ...several, initial_users: ids }),
  multi_conversations_select: menu('multi_conversations_select', {
    ...several,
    ...conversations,
    initial_conversations: ids,
  }),
  multi_channels_select: menu('multi_channels_select', { ...several, initial_channels: ids }),
};
