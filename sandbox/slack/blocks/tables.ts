import { richText } from './rich-text.ts';
import { all, boolean, byType, holds, integer, list, number, object, oneOf, type Rule, string } from './rule.ts';

/** Tables. https://docs.slack.dev/reference/block-kit/blocks/table-block */

const maxCells = 20;
const blockId = { block_id: string(255) };

const cell = byType({
  raw_text: object({ type: oneOf('raw_text'), text: string(12_000) }),
  raw_number: object({ type: oneOf('raw_number'), value: number }, { text: string(12_000) }),
  rich_text: richText,
});
const rows = list(list(cell, maxCells), 100);

const column = object({}, { align: oneOf('left', 'center', 'right'), is_wrapped: boolean });
const columnOrNothing: Rule = (value, at) => (value === null ? [] : column(value, at));

export const tables: Readonly<Record<string, Rule>> = {
  table: object({ type: oneOf('table'), rows }, { ...blockId, column_settings: list(columnOrNothing, maxCells) }),
  data_table: all(
    object(
      { type: oneOf('data_table'), rows, caption: string(2000) },
      { ...blockId, page_size: integer(1, 100), row_header_column_index: integer(0, maxCells - 1) },
    ),
    holds(sameWidth, 'every row must have the same number of cells', '/rows'),
  ),
};

function sameWidth(block: Record<string, unknown>): boolean {
  const widths = Array.isArray(block.rows) ? block.rows.map((row) => (Array.isArray(row) ? row.length : 0)) : [];
  return new Set(widths).size <= 1;
}
