import type { Reading } from './parse-reading.ts';

/** What one question about the inside of a VM came to. `unknown` and `not-asked` are never shown as fine. */
export interface Finding {
  /** `not-asked`: there is nothing to ask, for instance because the program is not installed. */
  readonly status: 'ok' | 'problem' | 'warning' | 'unknown' | 'not-asked';
  /** What is so, without a full stop. */
  readonly summary: string;
  /** Whole sentences: how that shows, and what it means. */
  readonly because?: string;
  /** What would mend it, for a shell on the VM; nothing runs it but a person. Line by line. */
  readonly mend?: string;
}

/** Whom and what a reading is about. */
export interface Asked {
  readonly user: string;
  readonly port: number;
  /** The one address that the person connects from, canonical. Undefined where it is not known, or a range. */
  readonly address: string | undefined;
  readonly key: AskedKey | undefined;
  /** Epoch milliseconds between which the script ran. */
  readonly begunAtMs: number;
  readonly endedAtMs: number;
}

/** A public key that somebody wants to log in with. */
export interface AskedKey {
  readonly type: string;
  /** The blob, in base64. */
  readonly blob: string;
  readonly fingerprint: string;
}

export interface Question {
  readonly id: string;
  /** In a list of what is fine: "the host keys". */
  readonly title: string;
  find(reading: Reading, asked: Asked): Finding;
}

export function notTold(summary: string, because: string): Finding {
  return { status: 'unknown', summary, because };
}
