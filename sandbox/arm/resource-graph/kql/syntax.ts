import type { Token } from './tokens.ts';

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean; readonly token: Token }
  | { readonly kind: 'column'; readonly name: string; readonly token: Token }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string; readonly token: Token }
  | { readonly kind: 'index'; readonly of: Expression; readonly index: number; readonly token: Token }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly token: Token }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly token: Token;
    }
  | {
      readonly kind: 'in';
      readonly operator: string;
      readonly left: Expression;
      readonly list: readonly Expression[];
      readonly token: Token;
    };

/** `name = expression`, or an expression that names itself. */
export interface Named {
  readonly name: string | undefined;
  readonly expression: Expression;
}

export interface SortKey {
  readonly expression: Expression;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

export type Operator =
  | { readonly kind: 'where'; readonly condition: Expression }
  | { readonly kind: 'extend' | 'project'; readonly columns: readonly Named[] }
  /** Names may end in `*`. */
  | { readonly kind: 'project-away' | 'project-keep'; readonly names: readonly string[]; readonly token: Token }
  | { readonly kind: 'order'; readonly keys: readonly SortKey[] }
  | { readonly kind: 'take'; readonly count: number }
  | { readonly kind: 'top'; readonly count: number; readonly keys: readonly SortKey[] }
  | { readonly kind: 'count' }
  /** Without columns: every column. */
  | { readonly kind: 'distinct'; readonly columns: readonly Named[] | undefined }
  | { readonly kind: 'summarize'; readonly aggregates: readonly Named[]; readonly by: readonly Named[] }
  | {
      readonly kind: 'mv-expand';
      readonly column: Named;
      readonly type: 'string' | 'dynamic' | 'long' | 'bool';
      readonly limit: number;
      readonly token: Token;
    }
  | {
      readonly kind: 'join';
      readonly join: JoinKind;
      readonly right: Query;
      readonly on: readonly JoinKey[];
      readonly token: Token;
    };

export type JoinKind = 'innerunique' | 'inner' | 'leftouter' | 'leftanti' | 'leftsemi';

export interface JoinKey {
  readonly left: string;
  readonly right: string;
  readonly token: Token;
}

export interface Query {
  readonly table: string;
  readonly token: Token;
  readonly operators: readonly Operator[];
}
