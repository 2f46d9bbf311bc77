import { behindGroup } from './behind-group.ts';
import type { Finding } from './finding.ts';
import type { Flagged } from './flag-nsgs.ts';
import { notReadWords } from './not-read-words.ts';
import { isShut, nsgFinding } from './nsg-finding.ts';
import type { PathParts } from './paths-to.ts';
import type { routesBehind } from './routes-behind.ts';

/** What came of a second look at what was flagged. */
export interface Looked {
  readonly findings: readonly Finding[];
  /** Keys of what was deleted while the audit ran, and of what nobody can tell. */
  readonly gone: ReadonlySet<string>;
  readonly unclear: ReadonlySet<string>;
  /** Sentences. */
  readonly notRead: readonly string[];
}

export async function lookAtGroups(
  groups: readonly Flagged[],
  routesOf: Awaited<ReturnType<typeof routesBehind>>,
  parts: PathParts,
): Promise<Looked> {
  const findings: Finding[] = [];
  const gone = new Set<string>();
  const unclear = new Set<string>();
  const hidden = new Set<string>();
  for (const { key, read } of groups) {
    const finding = await nsgFinding({ key, read }, routesOf(read), parts);
    if (finding === 'gone') gone.add(key);
    else if (finding === 'unclear') unclear.add(key);
    if (typeof finding !== 'object') continue;
    findings.push(finding);
    if (!isShut(finding)) for (const id of behindGroup(read, parts.around).hidden) hidden.add(id);
  }
  const notRead = notReadWords('network interfaces', hidden, new Set(), 'networkInterfaces');
  return { findings, gone, unclear, notRead };
}
