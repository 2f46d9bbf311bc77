import { distinctValues, option, plainText } from './composition.ts';
import { confirmable, identified } from './element-parts.ts';
import { all, anything, list, object, oneOf, type Rule, string, url } from './rule.ts';

/** Elements to press. https://docs.slack.dev/reference/block-kit/block-elements/button-element */

const label = string(75);

const button = object(
  { type: oneOf('button'), text: plainText(75) },
  {
    ...identified,
    ...confirmable,
    url: url(3000),
    value: string(2000),
    style: oneOf('primary', 'danger'),
    accessibility_label: label,
  },
);

const workflowButton = object(
  {
    type: oneOf('workflow_button'),
    text: plainText(75),
    workflow: object({ trigger: object({ url: url(3000) }, { customizable_input_parameters: list(anything, 100) }) }),
  },
  { ...identified, ...confirmable, style: oneOf('primary', 'danger'), accessibility_label: label },
);

const overflow = all(
  object({ type: oneOf('overflow'), options: list(option(plainText(75), true), 5) }, { ...identified, ...confirmable }),
  distinctValues,
);

const feedback = object({ text: plainText(75), value: string(2000) }, { accessibility_label: label });

const feedbackButtons = object(
  { type: oneOf('feedback_buttons'), positive_button: feedback, negative_button: feedback },
  { ...identified },
);

const iconButton = object(
  { type: oneOf('icon_button'), icon: string(255), text: plainText(75) },
  {
    ...identified,
    ...confirmable,
    accessibility_label: label,
    value: string(2000),
    visible_to_user_ids: list(string(255), 100),
  },
);

export const buttons: Readonly<Record<string, Rule>> = { button, workflow_button: workflowButton, overflow };

export const contextButtons: Readonly<Record<string, Rule>> = {
  feedback_buttons: feedbackButtons,
  icon_button: iconButton,
};
