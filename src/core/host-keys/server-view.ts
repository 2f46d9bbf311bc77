import { code, inert } from '../text/escape.ts';
import type { HostKey } from './host-key.ts';
import { holds } from './judge-host-key.ts';
import { keyWords } from './key-words.ts';

/** What came of looking at a server's keys without logging in. */
export type ServerLook =
  /** @property at where it was looked: "20.51.230.13 port 22" */
  | { readonly kind: 'looked'; readonly at: string; readonly scanned: Scanned }
  /** One sentence. */
  | { readonly kind: 'not-looked'; readonly because: string };

export type Scanned =
  | { readonly kind: 'scanned'; readonly keys: readonly HostKey[] }
  | { readonly kind: 'unreachable' | 'failed'; readonly because: string };

/**
 * What the server that the bot reaches shows, held against what the machine tells through Azure: two ways that an attacker
 * would have to hold both.
 */
export type ServerView =
  /** Every key that it shows is one of those. */
  | { readonly kind: 'agrees'; readonly at: string }
  | { readonly kind: 'disagrees'; readonly at: string; readonly strange: readonly HostKey[] }
  /** One sentence. */
  | { readonly kind: 'not-seen'; readonly because: string };

/** @param told what the machine told of itself */
export function serverView(told: readonly HostKey[], look: ServerLook): ServerView {
  if (look.kind === 'not-looked') return { kind: 'not-seen', because: look.because };
  const { at, scanned } = look;
  if (scanned.kind !== 'scanned')
    return { kind: 'not-seen', because: `${code(at)} did not show its keys: ${inert(scanned.because)}.` };
  if (scanned.keys.length === 0)
    return { kind: 'not-seen', because: `${code(at)} shows no key of a type that is known here.` };
  const strange = scanned.keys.filter((key) => !holds(told, key));
  return strange.length === 0 ? { kind: 'agrees', at } : { kind: 'disagrees', at, strange };
}

/** One sentence, or two. */
export function serverWords(view: ServerView): string {
  switch (view.kind) {
    case 'agrees':
      return `The server that the bot reaches at ${code(view.at)} shows the same keys.`;
    case 'disagrees':
      return `*The server that the bot reaches at ${code(view.at)} shows another key*: ${view.strange
        .slice(0, 3)
        .map((key) => code(keyWords(key)))
        .join(', ')}. Something else may answer there: a load balancer, a recycled address, or somebody in between.`;
    case 'not-seen':
      return `What the server itself shows could not be compared. ${view.because}`;
  }
}
