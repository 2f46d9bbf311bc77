/** A JSON object of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; anything else counts as none. */
export function asObjects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function asStrings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** ARM points at another resource with `{"id": "..."}`. */
export function referencedId(value: unknown): string | undefined {
  const id = asObject(value).id;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** Network ids keep the case of their author: two of them are compared without it. */
export function sameId(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && right !== undefined && left.toLowerCase() === right.toLowerCase();
}

export function stubs(ids: readonly string[]): { id: string }[] {
  return ids.map((id) => ({ id }));
}
