import type { ActivityEvent } from '../../world/activity-log.ts';
import { parseResourceId } from '../../world/resource-id.ts';

type ActivityFilter =
  | { readonly kind: 'filter'; readonly matches: (event: ActivityEvent) => boolean }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * What an event may be asked for. A resource is meant without its children: whether Azure takes them along is not
 * documented, and who does not rely on it is right either way.
 */
const narrowings: ReadonlyMap<string, (event: ActivityEvent) => string> = new Map([
  ['resourcegroupname eq', ({ resourceId }) => parseResourceId(resourceId).resourceGroup],
  ['resourceuri eq', ({ resourceId }) => resourceId],
  ['resourceprovider eq', ({ resourceId }) => parseResourceId(resourceId).type.split('/')[0] ?? ''],
  ['correlationid eq', ({ correlationId }) => correlationId],
]);

const longestMs = 90 * 24 * 60 * 60 * 1000;

/** Reads `$filter`: from when, perhaps until when, and at most one narrowing. Azure's has no other syntax. */
export function parseActivityFilter(filter: string | undefined, nowMs: number): ActivityFilter {
  if (filter === undefined || filter.trim() === '') return refused('The $filter query parameter is required.');
  const clauses = clausesOf(filter);
  if (clauses === undefined) return refused(`The filter '${filter}' is not valid.`);
  const unknown = clauses.find(({ key }) => !isTime(key) && !narrowings.has(key));
  if (unknown !== undefined) return refused(`${unknown.text} is not supported.`);
  const narrowed = clauses.filter(({ key }) => !isTime(key));
  if (narrowed.length > 1) return refused('The filter may name one resource group, resource, provider or correlation.');
  const [from, ...moreFrom] = timesOf(clauses, timeKeys.from);
  const [to, ...moreTo] = timesOf(clauses, timeKeys.to);
  if (from === undefined) return refused('The filter requires at least the start time: eventTimestamp ge.');
  if (moreFrom.length + moreTo.length > 0) return refused('The filter may name one start time and one end time.');
  if (Number.isNaN(from) || Number.isNaN(to)) return refused('The eventTimestamp is not a valid date and time.');
  if (from < nowMs - longestMs) return refused('The start time cannot be more than 90 days in the past.');
  return {
    kind: 'filter',
    matches: (event) =>
      event.atMs >= from &&
      event.atMs <= (to ?? Number.POSITIVE_INFINITY) &&
      narrowed.every(({ key, value }) => narrowings.get(key)?.(event).toLowerCase() === value.toLowerCase()),
  };
}

interface Clause {
  /** Name and operator, in lower case. */
  readonly key: string;
  /** Name and operator as they were written. */
  readonly text: string;
  readonly value: string;
}

const timeKeys = { from: 'eventtimestamp ge', to: 'eventtimestamp le' };

function isTime(key: string): boolean {
  return Object.values(timeKeys).includes(key);
}

/** Undefined unless all of it is comparisons with `and` between them. */
function clausesOf(filter: string): readonly Clause[] | undefined {
  const clauses: Clause[] = [];
  let rest = filter.trim();
  while (rest !== '') {
    const [whole, name, operator, value] = /^(\S+)\s+(\w+)\s+'((?:[^']|'')*)'(?:\s*and\s+(?=\S)|$)/i.exec(rest) ?? [];
    if (whole === undefined || value === undefined) return undefined;
    const text = `${name} ${operator}`;
    clauses.push({ key: text.toLowerCase(), text, value: value.replaceAll("''", "'") });
    rest = rest.slice(whole.length);
  }
  return clauses;
}

/** Epoch milliseconds; NaN where it is no time. Without a zone it is UTC. */
function timesOf(clauses: readonly Clause[], key: string): readonly number[] {
  return clauses.flatMap((clause) => {
    if (clause.key !== key) return [];
    const [, day, time = '00:00:00', zone = 'Z'] =
      /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?)(Z|[+-]\d\d:\d\d)?)?$/i.exec(clause.value) ?? [];
    return Date.parse(`${day}T${time}${zone}`.toUpperCase());
  });
}

function refused(message: string): ActivityFilter {
  return { kind: 'refused', message };
}
