import type { SecurityRule } from '../facts.ts';
import type { Exposure, Thresholds } from '../net/exposure.ts';
import type { ReadNsg } from './arm/nsg-from-arm.ts';

export interface SurveyOptions {
  readonly port: number;
  readonly thresholds: Thresholds;
  /** Keys of what the last run found: of these it is told whether they are there still. */
  readonly known: ReadonlySet<string>;
  /** Keys of those among them that only admin rules opened then. Absent: none. */
  readonly forcedBefore?: ReadonlySet<string>;
  /** Whether a rule proves to be this installation's own. */
  readonly ownRule: (
    nsgId: string,
    rule: SecurityRule,
  ) => { readonly requestId: string; readonly closesAtMs?: number } | undefined;
  /** Whether a rule proves to be a Deny that this installation was asked for; absent: none is. */
  readonly isOwnDeny?: (nsgId: string, rule: SecurityRule) => boolean;
  /** Now: a rule of the bot's whose time is over counts as anybody's, and one of Defender's should be gone. */
  readonly nowMs: number;
  /** Told of every group, by its own rules alone; without it only what is flagged is kept. */
  readonly onGroup?: (read: ReadNsg, exposure: Exposure) => void;
  /** Whether groups are looked at twice that let in an allow-list only, in which nobody has to do anything. */
  readonly alsoNarrow?: boolean;
  /** Told of every group that is looked at twice, by the hosts behind it. */
  readonly onBehind?: (read: ReadNsg, exposure: Exposure) => void;
  readonly progress?: (soFar: SurveyProgress) => void;
}

export interface SurveyProgress {
  readonly nsgs: number;
  readonly flagged: number;
  readonly interfaces: number;
}

/** Of an audit without a bot: no rule is its own, and no run was before. */
export function optionsWithoutBot(port: number, thresholds: Thresholds, nowMs = 0): SurveyOptions {
  return { port, thresholds, known: new Set(), ownRule: () => undefined, nowMs };
}
