import type { RawNumberElement, RawTextElement, RichTextBlock, TableBlock } from '@slack/types';
import { RichText } from '../text/rich-text.tsx';
import { keyOf } from '../text/text-nodes.tsx';

type Cell = RichTextBlock | RawTextElement | RawNumberElement;
type Column = NonNullable<TableBlock['column_settings']>[number];

interface TableProps {
  readonly rows: readonly (readonly Cell[])[];
  readonly columns?: readonly (Column | null)[];
  readonly caption?: string;
}

export function Table({ rows, columns = [], caption }: TableProps) {
  const [head = [], ...body] = rows;
  const classOf = (at: number) =>
    `cell--${columns[at]?.align ?? 'left'}${columns[at]?.is_wrapped === true ? ' cell--wrapped' : ''}`;
  return (
    <div className="block-table-frame">
      <table className="block-table">
        {caption !== undefined && <caption>{caption}</caption>}
        <thead>
          <tr>
            {head.map((cell, at) => (
              <th key={keyOf(at)} className={classOf(at)} scope="col">
                <CellView cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, index) => (
            <tr key={keyOf(index)}>
              {row.map((cell, at) => (
                <td key={keyOf(at)} className={classOf(at)}>
                  <CellView cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CellView({ cell }: { readonly cell: Cell }) {
  return cell.type === 'rich_text' ? <RichText block={cell} /> : cell.text;
}
