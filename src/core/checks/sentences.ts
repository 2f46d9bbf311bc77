import type { Nsg, SecurityRule, Unreadable } from '../facts.ts';
import type { NsgLayer } from '../net/way-in.ts';
import { code, inert } from '../text/escape.ts';
import type { Outcome } from './check.ts';

/** The outcome of a check whose facts could not be read: the reason, and the permission or the patience it takes. */
export function unknownOutcome(summary: string, unreadable: Unreadable): Outcome {
  return { status: 'unknown', summary, because: inert(unreadable.because), todo: whatWouldHelp(unreadable) };
}

function whatWouldHelp({ reason, permission, what, todo }: Unreadable): string {
  if (reason === 'forbidden' && permission !== undefined) {
    return `Give the bot the permission ${code(permission)}, then check again.`;
  }
  if (reason === 'forbidden') return inert(todo ?? `Let the bot read the ${what}, then check again.`);
  if (reason === 'not-found') return `See what became of the ${inert(what)}, then check again.`;
  return inert(todo ?? 'Check again in a minute.');
}

export function skipped(because: string): Outcome {
  return { status: 'skipped', summary: 'Not checked', because };
}

/** For a phrase that begins a sentence. */
export function upperFirst(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

export const layerPlace: Readonly<Record<NsgLayer, string>> = {
  'subnet-nsg': 'on its subnet',
  'nic-nsg': 'on its network interface',
};

/** "rule `DenyAllInBound` (priority 65500, default) of `myNSG` on its subnet" */
export function ruleWords(rule: SecurityRule, nsg: Nsg, layer: NsgLayer): string {
  const priority = `priority ${rule.priority}${rule.isDefault ? ', a default rule' : ''}`;
  return `rule ${code(rule.name)} (${priority}) of ${code(nsg.name)} ${layerPlace[layer]}`;
}

/** Rules of both layers in one phrase; one group that guards both is named once. */
export function rulesWords(
  rules: readonly { readonly rule: SecurityRule; readonly nsg: Nsg; readonly layer: NsgLayer }[],
): string {
  const [first, second] = rules;
  if (first === undefined) return '';
  const words = ruleWords(first.rule, first.nsg, first.layer);
  if (second === undefined) return words;
  const isSame = first.nsg.id.toLowerCase() === second.nsg.id.toLowerCase() && first.rule.name === second.rule.name;
  return isSame
    ? `${words} and ${layerPlace[second.layer]}`
    : `${words} and by ${ruleWords(second.rule, second.nsg, second.layer)}`;
}

/** "`a`", "`a` and `b`", "`a`, `b` and 3 more" */
export function listWords(values: readonly string[], most = 4): string {
  const shown = values.slice(0, values.length > most ? most - 1 : most).map(code);
  const more = values.length - shown.length;
  const parts = more > 0 ? [...shown, `${more} more`] : shown;
  return parts.length < 2 ? (parts[0] ?? 'none') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
