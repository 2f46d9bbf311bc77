import { objectOf, textOf } from '../core/audit/arm/object.ts';
import type { Survey } from '../core/audit/audit-run.ts';
import { readExport } from '../core/audit/file/read-export.ts';
import { withIds } from '../core/audit/file/with-ids.ts';
import type { Finding } from '../core/audit/finding.ts';
import { entryOf, type NsgEntry, nsgEntry, unknownEntry } from '../core/audit/nsg-entry.ts';
import { surveyDoors } from '../core/audit/survey-doors.ts';
import { optionsWithoutBot, type SurveyOptions } from '../core/audit/survey-options.ts';
import { type BehindGroups, withSurvey } from '../core/audit/with-survey.ts';
import { worldInventory } from '../core/audit/world-inventory.ts';
import { usualThresholds } from '../core/net/exposure.ts';

export interface Audited {
  /** In the order given. */
  readonly entries: readonly NsgEntry[];
  /** Machines that no group guards. */
  readonly machines: readonly Finding[];
  /** Sentences: what could not be read, so that nobody knows whether it is open. */
  readonly unread: readonly string[];
}

const cut = 'The file is one page of several, and names the next: what is on the others was not looked at.';
const part = 'The file has some of its rules only, and not the group.';

/** Audits what a parsed file holds; undefined where that is nothing that could be audited. */
export async function auditFile(parsed: unknown, port: number): Promise<Audited | undefined> {
  const { groups, parts, world, isEmpty, isCut } = readExport(parsed);
  if (groups.length + parts.length === 0 && world === undefined && !isEmpty) return undefined;
  const alone = groups.map((each) => nsgEntry(each, port, usualThresholds));
  const inParts = parts.map(({ id, name }) => unknownEntry(id, name, part));
  const unread = isCut ? [cut] : [];
  if (world === undefined) return { entries: [...alone, ...inParts], machines: [], unread };
  const options = optionsWithoutBot(port, usualThresholds);
  const behind = new Map<string, NsgEntry>();
  // Reading a file once more costs nothing, so that whom an allow-list lets in is told of the hosts that there are.
  const twice = { alsoNarrow: true, onBehind: noting(behind) };
  const survey = await surveyDoors(worldInventory(withIds(world)), { ...options, ...twice });
  const keys = withIds(groups).map((each) => textOf(objectOf(each)?.id) ?? '');
  const surveyed = fromSurvey({ entries: alone, keys, behind }, survey);
  return { ...surveyed, entries: [...surveyed.entries, ...inParts], unread: [...unread, ...surveyed.unread] };
}

/** Notes each group that a survey looks at twice. */
export function noting(behind: Map<string, NsgEntry>): NonNullable<SurveyOptions['onBehind']> {
  return (read, exposure) => void behind.set(read.nsg.id.toLowerCase(), entryOf(read, exposure));
}

interface Surveyed {
  readonly entries: readonly NsgEntry[];
  /** Ids of the entries, as the survey knows them. */
  readonly keys: readonly string[];
  readonly behind: BehindGroups;
}

/** What a survey told: entries with what it knows besides, the machines that no group guards, and what was not read. */
export function fromSurvey({ entries, keys, behind }: Surveyed, survey: Survey): Audited {
  const machines = survey.findings.filter(({ about }) => about === 'machine');
  return { entries: withSurvey(entries, keys, survey, behind), machines, unread: unreadIn(survey) };
}

function unreadIn({ subscriptions: { unread }, notEvaluated }: Survey): string[] {
  return [
    ...unread.map(({ id, name, because, permission }) => {
      const mend = permission === undefined ? '' : ` It needs the permission ${permission}.`;
      return `Subscription ${name ?? id} was not read: ${because}${mend}`;
    }),
    ...notEvaluated.filter((sentence) => /could not be (?:read|told|understood)/.test(sentence)),
  ];
}
