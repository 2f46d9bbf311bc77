import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { decodeText } from '../../src/core/text/decode-text.ts';
import { foldChildren } from './fold-children.ts';
import { fromResourceGraph } from './from-resource-graph.ts';
import { locateSyntaxError } from './locate-syntax-error.ts';
import { worldSchema } from './schema.ts';
import { World } from './world.ts';

const defaultWorldPath = new URL('../worlds/default.json', import.meta.url);
const mostMistakes = 50;

/** A world file that cannot be used; the message names the file and the path of each mistake in it. */
export class WorldFileError extends Error {}

/** @throws WorldFileError when the file is missing, no JSON, or not a world */
export async function loadWorld(path: string | URL = defaultWorldPath): Promise<World> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new WorldFileError(`Cannot read the world file ${path}: ${whyNot(error)}`);
  });
  return parseWorld(decodeText(bytes), String(path));
}

/** @param text JSON as in a world file; resources may be rows of Resource Graph */
export function parseWorld(text: string, path: string): World {
  const parsed = worldSchema.safeParse(readJson(text, path));
  if (!parsed.success) throw new WorldFileError(`${path} is not a world:\n${describe(parsed.error)}`);
  const resources = foldChildren(parsed.data.resources.map(fromResourceGraph));
  return new World({ ...parsed.data, resources: [...resources] });
}

function readJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const mistake = locateSyntaxError(text);
    const why =
      mistake === undefined
        ? (error as Error).message
        : `line ${mistake.line}, column ${mistake.column}: expected ${mistake.expected}`;
    throw new WorldFileError(`${path} is not valid JSON: ${why}`);
  }
}

function whyNot(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'there is no such file';
  return error.code === 'EISDIR' ? 'it is a folder' : error.message;
}

function describe(error: z.ZodError): string {
  const lines = error.issues.map((issue) => {
    const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
    return `  at ${issue.path.join('.') || '(top)'}: ${message}`;
  });
  const left = lines.length - mostMistakes;
  return [...lines.slice(0, mostMistakes), ...(left > 0 ? [`  and ${left} more`] : [])].join('\n');
}
