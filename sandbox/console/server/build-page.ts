import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const consoleFolder = fileURLToPath(new URL('..', import.meta.url));
const buildsFolder = fileURLToPath(new URL('../../../.drawbridge/console', import.meta.url));

/**
 * Builds the page unless this very source was built before. Each build lives under the digest of its sources and
 * appears by a rename, so that several consoles may start at once.
 *
 * @returns the folder with index.html
 */
export async function buildPage(): Promise<string> {
  const target = join(buildsFolder, await digestOfSources());
  if (existsSync(join(target, 'index.html'))) return target;
  const fresh = join(buildsFolder, `.new-${randomUUID()}`);
  await mkdir(buildsFolder, { recursive: true });
  await runVite(fresh);
  await rename(fresh, target).catch(async (error: NodeJS.ErrnoException) => {
    await rm(fresh, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST' && error.code !== 'EPERM') throw error;
  });
  return target;
}

/** In a process of its own: what React builds hangs on NODE_ENV, and the builder's memory is gone afterwards. */
async function runVite(outDir: string): Promise<void> {
  const vite = fileURLToPath(new URL('../../bin/vite.js', import.meta.resolve('vite')));
  const options = ['--config', join(consoleFolder, 'vite.config.ts'), '--outDir', outDir, '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, [vite, 'build', ...options], {
    cwd: consoleFolder,
    env: { ...process.env, NODE_ENV: 'production' },
  });
}

async function digestOfSources(): Promise<string> {
  const lockfile = join(consoleFolder, '../../package-lock.json');
  const page = await readdir(join(consoleFolder, 'page'), { recursive: true, withFileTypes: true });
  const sources = page.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const path of [lockfile, join(consoleFolder, 'vite.config.ts'), ...sources.sort()]) {
    hash.update(relative(consoleFolder, path)).update('\0');
    hash.update(await readFile(path)).update('\0');
  }
  return hash.digest('hex').slice(0, 20);
}
