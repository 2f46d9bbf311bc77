import type { LastChange } from '../core/audit/last-change.ts';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { momentWords } from './moment-words.ts';

const most = { by: 90, rule: 90 };

/** "Changed last by `dave@contoso.com`, Jan 17, 2026 7:00 AM: wrote the rule `allow-all`" */
export function lastChangeWords({ by, atMs, operation, resourceId }: LastChange): string {
  return `Changed last by ${clippedMrkdwn(code(by), most.by)}, ${momentWords(atMs)}: ${done(operation, resourceId)}`;
}

function done(operation: string, resourceId: string): string {
  const verb = /\/delete$/i.test(operation) ? 'deleted' : 'wrote';
  if (!/\/securityrules\//i.test(operation)) return `${verb} the group as a whole`;
  return `${verb} the rule ${clippedMrkdwn(code(resourceId.split('/').at(-1) ?? ''), most.rule)}`;
}
