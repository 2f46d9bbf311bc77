export type ColumnType = 'string' | 'long' | 'real' | 'bool' | 'dynamic';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

export type Row = Readonly<Record<string, unknown>>;

/** Rows with the columns they have, in order. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}
