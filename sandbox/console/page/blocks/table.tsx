import type { RawNumberElement, RawTextElement, RichTextBlock, TableBlock } from '@slack/types';
import { useState } from 'react';
import { RichText } from '../text/rich-text.tsx';
import { keyOf } from '../text/text-nodes.tsx';

type Cell = RichTextBlock | RawTextElement | RawNumberElement;
type Column = NonNullable<TableBlock['column_settings']>[number];

interface TableProps {
  readonly rows: readonly (readonly Cell[])[];
  readonly columns?: readonly (Column | null)[];
  readonly caption?: string;
  /** How many rows are shown at once; left out: all. */
  readonly pageSize?: number;
}

export function Table({ rows, columns = [], caption, pageSize = rows.length }: TableProps) {
  const [wanted, setPage] = useState(0);
  const [head = [], ...all] = rows;
  // The app may have replaced the table by a shorter one.
  const page = Math.max(0, Math.min(wanted, Math.ceil(all.length / pageSize) - 1));
  const body = all.slice(page * pageSize, (page + 1) * pageSize);
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
      {all.length > pageSize && (
        <div className="block-table-pages">
          <span aria-live="polite">
            {page * pageSize + 1} to {page * pageSize + body.length} of {all.length}
          </span>
          <button type="button" className="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Previous
          </button>
          <button
            type="button"
            className="button"
            disabled={(page + 1) * pageSize >= all.length}
            onClick={() => setPage(page + 1)}
          >
            Next
          </button>
        </div>
      )}
    </div>
  );
}

function CellView({ cell }: { readonly cell: Cell }) {
  return cell.type === 'rich_text' ? <RichText block={cell} /> : cell.text;
}
