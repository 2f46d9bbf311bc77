/** Something from outside as an object whose values are still to be checked; undefined for anything else. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The ids of a list of references `{id}`. */
export function idsOf(value: unknown): string[] {
  return listOf(value).flatMap((each) => textOf(objectOf(each)?.id) ?? []);
}

/** A resource's properties: under `properties` in Resource Manager's shape, on the object itself where it was flattened. */
export function propertiesOf(resource: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return objectOf(resource.properties) ?? resource;
}

/** The last part of a resource id. */
export function lastOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** The id of a part of a resource, in lower case; made of its name where the part itself has none. */
export function childId(part: Readonly<Record<string, unknown>>, parentId: string, kind: string): string {
  return (textOf(part.id) ?? `${parentId}/${kind}/${textOf(part.name) ?? ''}`).toLowerCase();
}

/** Tags whose value is text; Azure has no others. */
export function tagsOf(value: unknown): Readonly<Record<string, string>> {
  const tags = objectOf(value);
  if (tags === undefined) return {};
  return Object.fromEntries(
    Object.entries(tags).filter((each): each is [string, string] => typeof each[1] === 'string'),
  );
}
