import type { InputBlock } from '@slack/types';
import { useId } from 'react';
import { ElementView } from './element.tsx';
import { BlockContext, useForm } from './form-context.ts';

export function InputBlockView({ block }: { readonly block: InputBlock }) {
  const { errors } = useForm();
  const id = useId();
  const blockId = block.block_id ?? '';
  const error = errors[blockId];
  const place = {
    blockId,
    dispatches: block.dispatch_action === true,
    labelId: `${id}-label`,
    describedBy: `${id}-hint`,
    invalid: error !== undefined,
  };
  return (
    <div
      className={`block-input${error === undefined ? '' : ' block-input--invalid'}`}
      data-testid={`block-${blockId}`}
    >
      <div className="block-label" id={place.labelId}>
        {block.label.text}
        {block.optional === true && <span className="block-optional"> (optional)</span>}
      </div>
      <BlockContext value={place}>
        <ElementView element={block.element} />
      </BlockContext>
      <div id={place.describedBy}>
        {error !== undefined && (
          <p className="block-error" role="alert">
            {error}
          </p>
        )}
        {block.hint !== undefined && <p className="block-hint">{block.hint.text}</p>}
      </div>
    </div>
  );
}
