import { z } from 'zod';

/** The schema of the value at a path, and the description of the innermost value around it that has one. */
export function schemaAt(
  root: z.ZodType,
  path: readonly PropertyKey[],
): { readonly schema: z.ZodType | undefined; readonly description: string | undefined } {
  let schema: z.ZodType | undefined = root;
  let description: string | undefined;
  for (const key of path) {
    schema = schema === undefined ? undefined : child(schema, key);
    description = schema?.description ?? description;
  }
  return { schema, description };
}

/** The keys of an object, also where it may be left out; undefined where any key will do. */
export function keysOf(schema: z.ZodType): string[] | undefined {
  const bare = unwrapped(schema);
  return bare instanceof z.ZodObject ? Object.keys(bare.shape) : undefined;
}

function child(schema: z.ZodType, key: PropertyKey): z.ZodType | undefined {
  const bare = unwrapped(schema);
  if (bare instanceof z.ZodObject) return (bare.shape as Record<PropertyKey, z.ZodType>)[key];
  if (bare instanceof z.ZodArray) return bare.element as z.ZodType;
  if (bare instanceof z.ZodRecord) return bare.valueType as z.ZodType;
  if (bare instanceof z.ZodUnion) return bare.options.map((each) => child(each as z.ZodType, key)).find(Boolean);
  return undefined;
}

function unwrapped(schema: z.ZodType): z.ZodType {
  let bare = schema;
  while (
    bare instanceof z.ZodOptional ||
    bare instanceof z.ZodNullable ||
    bare instanceof z.ZodDefault ||
    bare instanceof z.ZodPrefault
  )
    bare = bare.unwrap() as z.ZodType;
  return bare;
}
