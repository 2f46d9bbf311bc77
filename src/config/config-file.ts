import type { Problem } from './problem.ts';

/**
 * The YAML file's text: of the one that `DRAWBRIDGE_CONFIG` names, else of config.yml, which may be missing.
 * @param readFile gives a file's text or throws
 */
export function readConfigFile(
  named: string | undefined,
  readFile: (path: string) => string,
): { text?: string; problems: Problem[] } {
  const path = named?.trim() || 'config.yml';
  try {
    return { text: readFile(path), problems: [] };
  } catch (error) {
    if (!named && (error as NodeJS.ErrnoException).code === 'ENOENT') return { problems: [] };
    const problem = `names ${path}, which cannot be read (${(error as Error).message})`;
    return { problems: [{ where: 'DRAWBRIDGE_CONFIG', problem, mend: 'Give the path of a YAML file, or unset it.' }] };
  }
}
