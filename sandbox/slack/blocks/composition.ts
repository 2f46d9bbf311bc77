import { all, boolean, byType, holds, isObject, list, object, oneOf, type Rule, string, url } from './rule.ts';

/** Composition objects. https://docs.slack.dev/reference/block-kit/composition-objects */

export function plainText(maxLength: number): Rule {
  return byType({ plain_text: object({ type: oneOf('plain_text'), text: string(maxLength) }, { emoji: boolean }) });
}

export function mrkdwnText(maxLength: number): Rule {
  return byType({ mrkdwn: object({ type: oneOf('mrkdwn'), text: string(maxLength) }, { verbatim: boolean }) });
}

export function anyText(maxLength: number): Rule {
  return byType({ plain_text: plainText(maxLength), mrkdwn: mrkdwnText(maxLength) });
}

const confirmText = anyText(300);

export const confirm = object(
  { text: confirmText },
  { title: plainText(100), confirm: plainText(30), deny: plainText(30), style: oneOf('primary', 'danger') },
);

/** @param text the rule of the option's label: radio buttons and checkboxes take mrkdwn too */
export function option(text: Rule, withUrl = false): Rule {
  const more: Record<string, Rule> = withUrl ? { url: url(3000) } : {};
  return object({ text, value: string(150) }, { description: anyText(75), ...more });
}

export const selectOption = option(plainText(75));

export const optionGroup = object({ label: plainText(75), options: list(selectOption, 100) });

/** Values tell options apart, so no two may be the same. */
export const distinctValues: Rule = holds((element) => {
  const groups = Array.isArray(element.option_groups) ? element.option_groups.filter(isObject) : [];
  const options = [element, ...groups].flatMap((each) => (Array.isArray(each.options) ? each.options : []));
  const values = options.filter(isObject).map((each) => each.value);
  return new Set(values).size === values.length;
}, 'option values must be unique');

export const optionsOrGroups: Rule = all(
  holds(
    (element) => (element.options === undefined) !== (element.option_groups === undefined),
    'must provide either options or option_groups',
  ),
  distinctValues,
);

const slackFile = all(
  object({}, { id: string(255), url: url(3000) }),
  holds((file) => (file.id === undefined) !== (file.url === undefined), 'must provide either id or url'),
);

export const imageSource: Readonly<Record<string, Rule>> = { image_url: url(3000), slack_file: slackFile };

export const oneImageSource: Rule = holds(
  (image) => (image.image_url === undefined) !== (image.slack_file === undefined),
  'must provide either image_url or slack_file',
);
