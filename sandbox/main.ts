import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { realSandboxClock, scriptClock } from './clock.ts';
import { parseCommandLine, usage } from './command-line.ts';
import { openConsole } from './open-console.ts';
import { startSandbox } from './sandbox.ts';
import { ScriptError } from './script/parse-script.ts';
import { runScript, scriptStartMs } from './script/run-script.ts';
import { tellWhereThingsAre } from './where-things-are.ts';
import { loadWorld, WorldFileError } from './world/load.ts';

const defaultPort = 3978;

async function main(): Promise<number> {
  const options = parseCommandLine(process.argv.slice(2));
  if (options.kind === 'refused') {
    console.error(`${options.problem}\n\n${usage}`);
    return 2;
  }
  if (options.kind === 'help') {
    console.log(usage);
    return 0;
  }
  return options.script === undefined ? serve(options) : play(options.script, options);
}

/** Runs a script and prints its transcript. */
async function play(path: string, options: { world?: string; json: boolean }): Promise<number> {
  const script = path === '-' ? await text(process.stdin) : await readFile(path, 'utf8');
  const sandbox = await startSandbox({
    world: await loadWorld(options.world),
    clock: scriptClock(scriptStartMs),
    fast: true,
    scripted: true,
  });
  try {
    const { transcript, failed } = await runScript(sandbox, script, { json: options.json });
    process.stdout.write(transcript);
    if (failed.length > 0) console.error(`Could not be done: line ${failed.join(', ')}`);
    return failed.length === 0 ? 0 : 1;
  } finally {
    await sandbox.close();
  }
}

/** Starts everything and the console, and goes on until it is interrupted. */
async function serve(options: { world?: string; port?: number; latencyMs: number }): Promise<number> {
  const sandbox = await startSandbox({
    world: await loadWorld(options.world),
    clock: realSandboxClock(),
    latencyMs: options.latencyMs,
    logLevel: 'warn',
  });
  const page = await openConsole(sandbox, options.port ?? defaultPort);
  console.log(await tellWhereThingsAre(sandbox, page.url));
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await page.close();
  await sandbox.close();
  return 0;
}

process.exitCode = await main().catch((error: unknown) => {
  if (
    !(
      error instanceof WorldFileError ||
      error instanceof ScriptError ||
      (error as NodeJS.ErrnoException).code === 'ENOENT'
    )
  )
    throw error;
  console.error((error as Error).message);
  return 2;
});
