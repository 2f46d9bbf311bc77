import type { z } from 'zod';
import { parseResourceId } from './resource-id.ts';
import { shapes } from './shapes.ts';

/** Adds what is of the wrong kind in the properties of a type that the sandbox knows; other types may hold anything. */
export function checkShape(
  resource: { readonly id: string; readonly properties: unknown },
  context: z.RefinementCtx,
): void {
  const checked = shapes.get(parseResourceId(resource.id).type.toLowerCase())?.safeParse(resource.properties);
  for (const { message, path } of checked?.error?.issues ?? []) {
    context.addIssue({ code: 'custom', message, path: ['properties', ...path] });
  }
}
