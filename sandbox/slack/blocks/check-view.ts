import { asMessage, checkBlocks } from './check-blocks.ts';
import { plainText } from './composition.ts';
import { all, anything, boolean, byType, holds, isObject, object, oneOf, type Rule, string } from './rule.ts';

const common: Readonly<Record<string, Rule>> = {
  private_metadata: string(3000, 0),
  callback_id: string(255, 0),
  external_id: string(255, 0),
};
const short = plainText(24);

const modal = all(
  object(
    { type: oneOf('modal'), title: short, blocks: anything },
    {
      ...common,
      submit: short,
      close: short,
      clear_on_close: boolean,
      notify_on_close: boolean,
      submit_disabled: boolean,
    },
  ),
  holds(
    (view) => view.submit !== undefined || !hasInput(view.blocks),
    'missing required field: submit (a modal with input blocks needs it)',
  ),
);

const home = object({ type: oneOf('home'), blocks: anything }, common);

/** Holds a modal or Home tab against what Slack takes. https://docs.slack.dev/reference/views */
export function checkView(value: unknown, type: 'modal' | 'home'): { readonly messages: readonly string[] } {
  const frame = byType(type === 'modal' ? { modal } : { home })(value, '/view').map(asMessage);
  const blocks =
    isObject(value) && value.blocks !== undefined ? checkBlocks(value.blocks, type, '/view/blocks').messages : [];
  return { messages: [...frame, ...blocks] };
}

function hasInput(blocks: unknown): boolean {
  return Array.isArray(blocks) && blocks.some((block) => isObject(block) && block.type === 'input');
}
