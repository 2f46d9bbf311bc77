import { code } from './escape.ts';
import { nearest } from './nearest.ts';
import { normaliseTyped } from './normalise-typed.ts';
import { type Refusal, refuse } from './refusal.ts';

export const auditUsage = '/vm audit [last]';

/** What follows `/vm audit`: nothing to run one, `last` to be shown the last one. */
export function parseAudit(text: string): { readonly ok: true; readonly kind: 'run' | 'last' } | Refusal {
  const [word = '', ...more] = normaliseTyped(text).trim().toLowerCase().split(/\s+/);
  if (word === '' || (word === 'now' && more.length === 0)) return { ok: true, kind: 'run' };
  if (word === 'last' && more.length === 0) return { ok: true, kind: 'last' };
  const hint =
    nearest(word, ['last']) === undefined
      ? 'An audit looks at everything that the bot can read: type `/vm audit` to run one, or `/vm audit last` for the last one.'
      : 'Did you mean `/vm audit last`?';
  return refuse(`I cannot place ${code((word === 'last' ? (more[0] ?? '') : word).slice(0, 60))} in an audit.`, hint);
}
