import { richText } from './rich-text.ts';
import { byType, list, object, oneOf, type Rule, string, url } from './rule.ts';

/** Plans and the task cards in them. https://docs.slack.dev/reference/block-kit/blocks/plan-block */

const blockId = { block_id: string(255) };
const title = string(255);

const source = object({ type: oneOf('url'), url: url(3000), text: string(255) });

const taskCard = object(
  {
    type: oneOf('task_card'),
    task_id: string(255),
    title,
    status: oneOf('pending', 'in_progress', 'complete', 'error'),
  },
  { ...blockId, details: richText, output: richText, sources: list(source, 100, 0) },
);

export const plans: Readonly<Record<string, Rule>> = {
  task_card: taskCard,
  plan: object({ type: oneOf('plan'), title }, { ...blockId, tasks: list(byType({ task_card: taskCard }), 50, 0) }),
};
