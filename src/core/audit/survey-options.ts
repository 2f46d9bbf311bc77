import type { SecurityRule } from '../facts.ts';
import type { Thresholds } from '../net/exposure.ts';

export interface SurveyOptions {
  readonly port: number;
  readonly thresholds: Thresholds;
  /** Keys of what the last run found: of these it is told whether they are there still. */
  readonly known: ReadonlySet<string>;
  /** Whether a rule proves to be this installation's own. */
  readonly ownRule: (
    nsgId: string,
    rule: SecurityRule,
  ) => { readonly requestId: string; readonly closesAtMs?: number } | undefined;
  readonly progress?: (soFar: SurveyProgress) => void;
}

export interface SurveyProgress {
  readonly nsgs: number;
  readonly flagged: number;
  readonly interfaces: number;
}
