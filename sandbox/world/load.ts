import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { worldSchema } from './schema.ts';
import { World } from './world.ts';

const defaultWorldPath = new URL('../worlds/default.json', import.meta.url);

/** A world file that cannot be used; the message names the file and the path of each mistake in it. */
export class WorldFileError extends Error {}

/** @throws WorldFileError when the file is missing, no JSON, or not a world */
export async function loadWorld(path: string | URL = defaultWorldPath): Promise<World> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new WorldFileError(`Cannot read the world file ${path}: ${error.message}`);
  });
  return parseWorld(text, String(path));
}

export function parseWorld(text: string, path: string): World {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new WorldFileError(`${path} is not valid JSON: ${(error as Error).message}`);
  }
  const parsed = worldSchema.safeParse(json);
  if (!parsed.success) throw new WorldFileError(`${path} is not a world:\n${describe(parsed.error)}`);
  return new World(parsed.data);
}

function describe(error: z.ZodError): string {
  return error.issues.map((issue) => `  at ${issue.path.join('.') || '(top)'}: ${issue.message}`).join('\n');
}
