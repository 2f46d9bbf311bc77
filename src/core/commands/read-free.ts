import { decodeTyped } from '../text/normalise-typed.ts';

/** A command that somebody typed, with nothing done to it but what undoes what their client and Slack did. */
export interface FreeText {
  /** The exact command. */
  readonly text: string;
  /** Sentences on what was taken for the client's doing. */
  readonly notes: readonly string[];
}

/**
 * Reads what was typed behind `--`. Links, mentions and entities are Slack's writing and are undone. Dashes and quotes
 * are only repaired where the client shows that it changes them (docs/decisions/0010): long dashes where the `--` in
 * front came as one itself, curly quotes where there is no straight one beside them and each stands as a client sets it.
 * Everything else stays as it is, what cannot be seen included.
 *
 * @param raw as Slack sent it
 * @param dashesAreChanged whether the `--` in front of it came as a long dash
 */
export function readFree(raw: string, dashesAreChanged: boolean): FreeText {
  const decoded = decodeTyped(raw);
  const dashed = dashesAreChanged ? decoded.replaceAll('—', '--') : decoded;
  const quoted = quotesAreChanged(dashed) ? dashed.replace(/[“”]/g, '"').replace(/[‘’]/g, "'") : dashed;
  return {
    text: quoted,
    notes: [
      ...(dashed === decoded ? [] : ['Your Slack client had made long dashes of `--`; they are two dashes again.']),
      ...(quoted === dashed ? [] : ['Your Slack client had made quotes curly; they are straight again.']),
    ],
  };
}

/** A client that sets curly quotes leaves no straight one, opens behind a blank or a sign, and closes what it opens. */
function quotesAreChanged(text: string): boolean {
  if (!/[“”‘’]/.test(text) || /["']/.test(text)) return false;
  if (!/^[^“”]*(?:“[^“”]*”[^“”]*)*$/.test(text)) return false;
  const opensRightly = !/[\p{L}\p{N}][“‘]/u.test(text);
  const singlesClose = [...text].reduce(
    (open, sign) => (sign === '‘' ? open + 1 : sign === '’' && open > 0 ? open - 1 : open),
    0,
  );
  return opensRightly && singlesClose === 0;
}
