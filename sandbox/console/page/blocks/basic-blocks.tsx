import type { ActionsBlock, ContextBlock, HeaderBlock, ImageBlock, SectionBlock } from '@slack/types';
import { parsePlain } from '../text/parse-plain.ts';
import { Inlines, keyOf } from '../text/text-nodes.tsx';
import { TextObjectView } from '../text/text-object.tsx';
import { ElementView } from './element.tsx';
import { BlockContext } from './form-context.ts';
import { ImageElementView } from './image.tsx';

export function Section({ block }: { readonly block: SectionBlock }) {
  return (
    <div className="block-section">
      <div className="block-text">
        {block.text !== undefined && <TextObjectView text={block.text} />}
        {block.fields !== undefined && (
          <div className="block-fields">
            {block.fields.map((field, index) => (
              <div key={keyOf(index)}>
                <TextObjectView text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {block.accessory !== undefined && (
        <div className="block-accessory">
          <BlockContext value={{ blockId: block.block_id ?? '', dispatches: true }}>
            <ElementView element={block.accessory} />
          </BlockContext>
        </div>
      )}
    </div>
  );
}

export function Context({ block }: { readonly block: ContextBlock }) {
  return (
    <div className="block-context">
      {block.elements.map((element, index) => (
        <span key={keyOf(index)} className="block-context-part">
          {element.type === 'image' ? (
            <ImageElementView image={element} className="block-context-image" />
          ) : (
            <TextObjectView text={element} />
          )}
        </span>
      ))}
    </div>
  );
}

export function Header({ block }: { readonly block: HeaderBlock }) {
  return (
    <h3 className="block-header">
      <Inlines nodes={parsePlain(block.text.text, block.text.emoji !== false)} />
    </h3>
  );
}

export function Actions({ block }: { readonly block: ActionsBlock }) {
  return (
    <div className="block-actions">
      <BlockContext value={{ blockId: block.block_id ?? '', dispatches: true }}>
        {block.elements.map((element, index) => (
          <ElementView key={('action_id' in element && element.action_id) || keyOf(index)} element={element} />
        ))}
      </BlockContext>
    </div>
  );
}

export function ImageBlockView({ block }: { readonly block: ImageBlock }) {
  return (
    <figure className="block-image">
      {block.title !== undefined && <figcaption>{block.title.text}</figcaption>}
      <ImageElementView image={block} className="block-image-picture" />
    </figure>
  );
}
