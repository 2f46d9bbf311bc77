import { readdirSync, readFileSync } from 'node:fs';
import { scriptClock } from '../../sandbox/clock.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { runScript, type ScriptResult, scriptStartMs } from '../../sandbox/script/run-script.ts';
import { loadWorld } from '../../sandbox/world/load.ts';

const folder = new URL('./', import.meta.url);

/** Every story that is kept with what was seen when it was played. */
export const stories: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.script'))
  .map((name) => name.slice(0, -'.script'.length));

export const transcriptFile = (story: string) => new URL(`${story}.txt`, folder);

/** Plays a story in a sandbox of its own. */
export async function play(story: string): Promise<ScriptResult> {
  const script = readFileSync(new URL(`${story}.script`, folder), 'utf8');
  const clock = scriptClock(scriptStartMs);
  const sandbox = await startSandbox({ world: await loadWorld(), clock, fast: true, scripted: true });
  try {
    return await runScript(sandbox, script);
  } finally {
    await sandbox.close();
  }
}
