/** One measured value. A broken bound fails the run; an aim is only shown. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 'MB' | 'times' | 'count';
  readonly limit?: { readonly kind: 'bound' | 'aim'; readonly atMost: number } | undefined;
}

/** Something measured within one run, so that it can be compared on any machine. */
export interface Bench {
  /** The name of its file, and what `npm run bench -- NAME` asks for. */
  readonly name: string;
  readonly what: string;
  run(): Promise<readonly Row[]>;
}
