import { normaliseTyped } from './normalise-typed.ts';
import { type Caller, parseCaller } from './parse-caller.ts';
import { type Refusal, refuse } from './refusal.ts';
import { tokenise } from './tokenise.ts';

export type MyIpRequest =
  | { readonly kind: 'show' }
  | { readonly kind: 'forget' }
  | { readonly kind: 'remember'; readonly caller: Caller };

/** What follows `/vm my-ip`: an address to remember, `forget`, or nothing to be shown what is remembered. */
export function parseMyIp(text: string): { readonly ok: true; readonly request: MyIpRequest } | Refusal {
  const tokens = tokenise(normaliseTyped(text));
  if (!tokens.ok) return tokens;
  const [first, ...more] = tokens.words;
  if (first === undefined) return { ok: true, request: { kind: 'show' } };
  if (more.length > 0)
    return refuse('That is more than one address.', 'Type `/vm my-ip 203.0.113.7`, with your address.');
  if (first.toLowerCase() === 'forget') return { ok: true, request: { kind: 'forget' } };
  const parsed = parseCaller(first);
  return parsed.ok ? { ok: true, request: { kind: 'remember', caller: parsed.caller } } : parsed;
}
