/** One thing that was counted, and what it should be. */
export interface Row {
  readonly what: string;
  readonly found: number;
  /** Left out: told, not judged. */
  readonly wanted?: number;
}

export function holds({ found, wanted }: Row): boolean {
  return wanted === undefined || found === wanted;
}

/** Rows as aligned lines: what, found, and whether it holds. */
export function rowsAsText(rows: readonly Row[]): string {
  const [whatWidth, foundWidth] = [
    Math.max(...rows.map(({ what }) => what.length)),
    Math.max(...rows.map(({ found }) => String(found).length)),
  ];
  return rows
    .map((row) => {
      const verdict = row.wanted === undefined ? '' : holds(row) ? 'holds' : `BROKEN: ${row.wanted} wanted`;
      return `  ${row.what.padEnd(whatWidth)}  ${String(row.found).padStart(foundWidth)}  ${verdict}`.trimEnd();
    })
    .join('\n');
}
