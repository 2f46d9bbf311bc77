import type { ReactNode } from 'react';
import { DateView } from './date-view.tsx';
import { Emoji } from './emoji.tsx';
import { Mention } from './mention.tsx';
import type { Inline, TextBlock } from './nodes.ts';
import './text.css';

export function TextBlocks({ blocks }: { readonly blocks: readonly TextBlock[] }) {
  return blocks.map((block, index) => <TextBlockView key={keyOf(index)} block={block} />);
}

export function Inlines({ nodes }: { readonly nodes: readonly Inline[] }) {
  return nodes.map((node, index) => <InlineView key={keyOf(index)} node={node} />);
}

/** Text is parsed anew as a whole whenever it changes: the place of a node is its identity. */
export function keyOf(index: number): string {
  return `n${index}`;
}

function TextBlockView({ block }: { readonly block: TextBlock }): ReactNode {
  switch (block.kind) {
    case 'paragraph':
      return (
        <div className="text-line">
          <Inlines nodes={block.children} />
        </div>
      );
    case 'code':
      return <pre className="text-code-block">{block.text}</pre>;
    case 'quote':
      return (
        <blockquote className="text-quote">
          <TextBlocks blocks={block.children} />
        </blockquote>
      );
    case 'list':
      return (
        <ul className="text-list">
          {block.items.map((item, index) => (
            <li key={keyOf(index)} className={`text-list-item text-indent-${Math.min(item.indent, 4)}`}>
              <span className="text-marker">{item.marker}</span>
              <span>
                <Inlines nodes={item.children} />
              </span>
            </li>
          ))}
        </ul>
      );
    case 'heading':
      return <Heading level={block.level} nodes={block.children} />;
    case 'rule':
      return <hr className="block-divider" />;
    case 'table':
      return <TextTable rows={block.rows} />;
  }
}

const headings = ['h3', 'h4', 'h5', 'h6'] as const;

function Heading({ level, nodes }: { readonly level: number; readonly nodes: readonly Inline[] }) {
  const Tag = headings[level - 1] ?? 'h6';
  return (
    <Tag className={`text-heading text-heading-${level}`}>
      <Inlines nodes={nodes} />
    </Tag>
  );
}

function TextTable({ rows }: { readonly rows: readonly (readonly (readonly Inline[])[])[] }) {
  return (
    <div className="block-table-frame">
      <table className="block-table">
        <tbody>
          {rows.map((row, index) => (
            <tr key={keyOf(index)}>
              {row.map((cell, column) => {
                const Cell = index === 0 ? 'th' : 'td';
                return (
                  <Cell key={keyOf(column)}>
                    <Inlines nodes={cell} />
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function InlineView({ node }: { readonly node: Inline }): ReactNode {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'bold':
      return (
        <b>
          <Inlines nodes={node.children} />
        </b>
      );
    case 'italic':
      return (
        <i>
          <Inlines nodes={node.children} />
        </i>
      );
    case 'strike':
      return (
        <s>
          <Inlines nodes={node.children} />
        </s>
      );
    case 'code':
      return <code className="text-code">{node.text}</code>;
    case 'link':
      return (
        <a href={node.url} target="_blank" rel="noreferrer noopener">
          <Inlines nodes={node.children} />
        </a>
      );
    case 'emoji':
      return <Emoji name={node.name} />;
    case 'break':
      return <br />;
    case 'date':
      return <DateView node={node} />;
    default:
      return <Mention node={node} />;
  }
}
