import type { ReactNode } from 'react';
import type { Block } from '../../../slack/workspace.ts';
import { parseMarkdown } from '../text/parse-markdown.ts';
import { RichText } from '../text/rich-text.tsx';
import { TextBlocks } from '../text/text-nodes.tsx';
import { TextObjectView } from '../text/text-object.tsx';
import { Actions, Context, Header, ImageBlockView, Section } from './basic-blocks.tsx';
import { asKnownBlock } from './form-element.ts';
import { InputBlockView } from './input-block.tsx';
import { Plan, TaskCard } from './plan.tsx';
import { Table } from './table.tsx';

/** One block of Block Kit: https://docs.slack.dev/reference/block-kit/blocks */
export function BlockView({ block: raw }: { readonly block: Block }): ReactNode {
  const block = asKnownBlock(raw);
  switch (block.type) {
    case 'section':
      return <Section block={block} />;
    case 'context':
      return <Context block={block} />;
    case 'divider':
      return <hr className="block-divider" />;
    case 'header':
      return <Header block={block} />;
    case 'actions':
      return <Actions block={block} />;
    case 'input':
      return <InputBlockView block={block} />;
    case 'image':
      return <ImageBlockView block={block} />;
    case 'rich_text':
      return (
        <div className="block-text">
          <RichText block={block} />
        </div>
      );
    case 'markdown':
      return (
        <div className="block-text">
          <TextBlocks blocks={parseMarkdown(block.text)} />
        </div>
      );
    case 'table':
      return <Table rows={block.rows} {...(block.column_settings && { columns: block.column_settings })} />;
    case 'data_table':
      // Five where the app does not say: https://docs.slack.dev/reference/block-kit/blocks/data-table-block
      return <Table rows={block.rows} caption={block.caption} pageSize={block.page_size ?? 5} />;
    case 'plan':
      return <Plan block={block} />;
    case 'task_card':
      return <TaskCard task={block} />;
    case 'alert':
      return (
        <div className={`block-alert block-alert--${block.level ?? 'default'}`} role="note">
          <TextObjectView text={block.text} />
        </div>
      );
    default:
      return <p className="block-unknown">The sandbox does not draw “{raw.type}” blocks</p>;
  }
}
