/** A query that cannot be understood; `token` is the text at which that showed. */
export class QueryError extends Error {
  readonly code: 'ParserFailure' | 'InvalidQueryLanguage' | 'SemanticFailure';
  readonly token: string;
  /** Offset into the query; undefined when the place is not known. */
  readonly offset: number | undefined;

  constructor(code: QueryError['code'], message: string, token: string, offset?: number) {
    super(message);
    this.code = code;
    this.token = token;
    this.offset = offset;
  }
}
