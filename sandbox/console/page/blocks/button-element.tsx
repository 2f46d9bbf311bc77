import type { Button, WorkflowButton } from '@slack/types';
import { useContext, useState } from 'react';
import { parsePlain } from '../text/parse-plain.ts';
import { safeUrl } from '../text/safe-url.ts';
import { Inlines } from '../text/text-nodes.tsx';
import { BlockContext, useForm } from './form-context.ts';

export function ButtonElement({ element }: { readonly element: Button | WorkflowButton }) {
  const form = useForm();
  const { blockId } = useContext(BlockContext);
  const [busy, setBusy] = useState(false);
  const press = async () => {
    if (busy) return;
    setBusy(true);
    const state = element.type === 'button' && element.value !== undefined ? { value: element.value } : {};
    const outcome = await form.act(blockId, element.action_id ?? '', { type: element.type, ...state }, element.confirm);
    setBusy(false);
    const url = element.type === 'button' && element.url !== undefined ? safeUrl(element.url) : undefined;
    if (outcome !== undefined && url !== undefined) window.open(url, '_blank', 'noopener');
  };
  return (
    <button
      type="button"
      className={`button${element.style === undefined ? '' : ` button--${element.style}`}`}
      aria-label={element.accessibility_label}
      aria-busy={busy}
      // Really disabled it would lose the focus of whoever works with the keyboard.
      aria-disabled={busy}
      data-testid={`action-${element.action_id ?? ''}`}
      onClick={press}
    >
      <Inlines nodes={parsePlain(element.text.text, element.text.emoji !== false)} />
    </button>
  );
}
