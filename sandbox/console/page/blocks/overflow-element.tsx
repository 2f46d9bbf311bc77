import type { Overflow, PlainTextOption } from '@slack/types';
import { useContext } from 'react';
import { parsePlain } from '../text/parse-plain.ts';
import { safeUrl } from '../text/safe-url.ts';
import { Inlines } from '../text/text-nodes.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { BlockContext, useForm } from './form-context.ts';

export function OverflowElement({ element }: { readonly element: Overflow }) {
  const form = useForm();
  const { blockId } = useContext(BlockContext);
  const choose = async (option: PlainTextOption) => {
    const state = { type: element.type, selected_option: option };
    const outcome = await form.act(blockId, element.action_id ?? '', state, element.confirm);
    const url = option.url === undefined ? undefined : safeUrl(option.url);
    if (outcome !== undefined && url !== undefined) window.open(url, '_blank', 'noopener');
  };
  return (
    <Menu label="More options" className="button button--icon" face={<Icon name="more" />}>
      {element.options.map((option) => (
        <button
          key={option.value ?? option.text.text}
          type="button"
          role="menuitem"
          onClick={() => void choose(option)}
        >
          <Inlines nodes={parsePlain(option.text.text, true)} />
        </button>
      ))}
    </Menu>
  );
}
