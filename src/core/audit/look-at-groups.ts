import type { Finding } from './finding.ts';
import type { Flagged, RoutesOf } from './flag-nsgs.ts';
import { type JitUnread, jitUnreadWords } from './jit-remarks.ts';
import { notReadWords } from './not-read-words.ts';
import { nsgFinding } from './nsg-finding.ts';
import type { PathParts } from './paths-to.ts';

/** What came of a second look at what was flagged. */
export interface Looked {
  readonly findings: readonly Finding[];
  /** Keys of what was deleted while the audit ran, and of what nobody can tell. */
  readonly gone: ReadonlySet<string>;
  readonly unclear: ReadonlySet<string>;
  /** Sentences. */
  readonly notRead: readonly string[];
}

export async function lookAtGroups(groups: readonly Flagged[], routesOf: RoutesOf, parts: PathParts): Promise<Looked> {
  const findings: Finding[] = [];
  const gone = new Set<string>();
  const unclear = new Set<string>();
  const jitUnread: JitUnread[] = [];
  const hidden = new Set(parts.around.hiddenInterfaces);
  for (const { key, read } of groups) {
    const paged = read();
    const found = await nsgFinding(key, paged, routesOf(paged), parts);
    if (found === 'gone') {
      gone.add(key);
      continue;
    }
    if (found.finding === 'unclear') unclear.add(key);
    else if (found.finding !== undefined) findings.push(found.finding);
    for (const id of found.hidden) hidden.add(id.toLowerCase());
    if (found.jit.unread !== undefined) jitUnread.push({ nsgId: paged.nsg.id, why: found.jit.unread });
  }
  const notRead = [
    ...notReadWords('network interfaces', hidden, new Set(), 'networkInterfaces'),
    ...jitUnreadWords(jitUnread),
  ];
  return { findings, gone, unclear, notRead };
}
