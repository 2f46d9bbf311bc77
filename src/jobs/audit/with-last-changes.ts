import type { Azure } from '../../azure/azure.ts';
import type { TrackedFinding } from '../../core/audit/audit-run.ts';
import { isDoor } from '../../core/audit/is-door.ts';
import { inParallel } from '../../core/in-parallel.ts';

const atATime = 4;
/** Of a report the first are read; at a first audit everything is new. */
const mostAsked = 20;

interface WithLastChanges {
  readonly findings: readonly TrackedFinding[];
  /** Sentences. */
  readonly notRead: readonly string[];
}

/** Asks who changed the groups that are open for the first time, or wider than before: one request for each. */
export async function withLastChanges(
  findings: readonly TrackedFinding[],
  lastChange: Azure['lastChange'],
  signal: AbortSignal,
): Promise<WithLastChanges> {
  const asked = findings.filter(isWorthAsking).slice(0, mostAsked);
  let missing: string | undefined;
  const answers = await inParallel(asked, atATime, async ({ finding: { id } }) => {
    // Whoever is refused once is refused everywhere.
    if (missing !== undefined || signal.aborted) return undefined;
    const answer = await lastChange(id);
    if (answer === undefined || !('kind' in answer)) return answer;
    if (answer.permission !== undefined) missing = answer.permission;
    return undefined;
  });
  const changes = new Map(asked.map(({ finding }, at) => [finding.key, answers[at]]));
  return {
    findings: findings.map((each) => {
      const change = changes.get(each.finding.key);
      return change === undefined ? each : { ...each, lastChange: change };
    }),
    notRead: missing === undefined ? [] : [`Who changed what is not known: that takes the permission ${missing}.`],
  };
}

function isWorthAsking({ finding, change }: TrackedFinding): boolean {
  return finding.about === 'nsg' && (change === 'new' || change === 'worse') && isDoor(finding);
}
