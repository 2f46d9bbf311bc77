/** One measured value. A broken bound fails the run; an aim is only shown. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 'MB' | 'times' | 'count' | 'per second';
  readonly limit?: Limit | undefined;
}

type Limit = { readonly kind: 'bound' | 'aim' } & (
  | { readonly atMost: number; readonly atLeast?: never }
  | { readonly atLeast: number; readonly atMost?: never }
);

/** Something measured within one run, so that it can be compared on any machine. */
export interface Bench {
  /** The name of its file, and what `npm run bench -- NAME` asks for. */
  readonly name: string;
  readonly what: string;
  run(): Promise<readonly Row[]>;
}
