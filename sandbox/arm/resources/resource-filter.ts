import { parseResourceId } from '../../world/resource-id.ts';
import type { Resource } from '../../world/schema.ts';
import { ArmFailure } from '../route.ts';

const fields: Readonly<Record<string, (resource: Resource) => string | undefined>> = {
  resourcetype: (resource) => resource.type,
  name: (resource) => resource.name,
  location: (resource) => resource.location,
  resourcegroup: (resource) => parseResourceId(resource.id).resourceGroup,
};

/**
 * Reads `$filter` of a resource list: comparisons `field eq 'value'` joined by `and`, or by `or`.
 * https://learn.microsoft.com/rest/api/resources/resources/list
 * @throws ArmFailure 400 for anything else
 */
export function parseResourceFilter(filter: string | undefined): (resource: Resource) => boolean {
  if (filter === undefined || filter.trim() === '') return () => true;
  const any = filter.split(/\s+or\s+/i).map((all) => all.split(/\s+and\s+/i).map((each) => comparison(each, filter)));
  return (resource) => any.some((all) => all.every((test) => test(resource)));
}

function comparison(text: string, filter: string): (resource: Resource) => boolean {
  const [, field = '', operator = '', value = ''] =
    /^\(?\s*(\w+)\s+(eq|ne)\s+'([^']*)'\s*\)?$/i.exec(text.trim()) ?? [];
  const read = fields[field.toLowerCase()];
  if (read === undefined) {
    throw new ArmFailure(
      400,
      'InvalidFilterInQueryString',
      `Invalid $filter '${filter}' specified in the query string.`,
    );
  }
  const equal = operator.toLowerCase() === 'eq';
  return (resource) => (read(resource)?.toLowerCase() === value.toLowerCase()) === equal;
}
