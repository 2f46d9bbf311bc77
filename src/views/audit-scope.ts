import type { AuditRun, OpenGrant, Survey, UnreadSubscription } from '../core/audit/audit-run.ts';
import { countWords, several } from '../core/audit/finding-words.ts';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { momentWords } from './moment-words.ts';

const most = { unread: 5, grants: 3 };

/** "3 of 4 subscriptions · 2,000 groups · 40,000 rules · 12 s" */
export function scopeWords({ survey, startedAtMs, endedAtMs }: Omit<AuditRun, 'findings'>): string {
  const { subscriptions, counts } = survey;
  const answered = subscriptions.answered.length;
  const asked = answered + subscriptions.unread.length;
  const scope =
    answered === asked
      ? several(asked, 'subscription')
      : `${countWords(answered)} of ${several(asked, 'subscription')} answered`;
  const seconds = Math.max(1, Math.round((endedAtMs - startedAtMs) / 1000));
  return [
    scope,
    several(counts.nsgs, 'security group'),
    several(counts.rules, 'rule'),
    several(counts.machines, 'machine'),
    `${countWords(seconds)} s`,
  ].join(' · ');
}

/** A line for each subscription that did not answer: why, and what would help. */
export function unreadLines({ unread }: Survey['subscriptions']): string[] {
  const left = unread.length - most.unread;
  return [
    ...unread.slice(0, most.unread).map((each) => `•  ${unreadLine(each)}`),
    ...(left > 0 ? [`•  and ${countWords(left)} more`] : []),
  ];
}

function unreadLine({ id, name, reason, because, permission }: UnreadSubscription): string {
  const said = clippedMrkdwn(`${code(name ?? id)}: ${because}`, 240);
  const help = permission === undefined ? todo[reason] : `This permission would help: ${code(permission)}`;
  return `${said}  :point_right:  ${clippedMrkdwn(help, 120)}`;
}

const todo: Readonly<Record<UnreadSubscription['reason'], string>> = {
  forbidden: "Give Drawbridge's identity the role Reader there.",
  throttled: 'Azure asks to wait: run it again in some minutes.',
  'timed-out': 'Run it again in some minutes.',
  failed: 'Run it again; if it stays so, the log says more.',
};

/** This installation's own doors, which close by themselves; undefined where there are none. */
export function grantsLine(grants: readonly OpenGrant[]): string | undefined {
  if (grants.length === 0) return undefined;
  const left = grants.length - most.grants;
  const shown = grants.slice(0, most.grants).map(({ nsgName, requestId, closesAtMs }) => {
    const until = closesAtMs === undefined ? '' : ` until ${momentWords(closesAtMs)}`;
    return `${clippedMrkdwn(`${code(nsgName)} (request ${code(requestId)})`, 160)}${until}`;
  });
  const more = left > 0 ? `, and ${countWords(left)} more` : '';
  return `:key:  Opened by Drawbridge at the moment, with approval: ${shown.join(', ')}${more}`;
}
