import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { callAzure } from './call-azure.ts';
import { realSandboxClock, scriptClock } from './clock.ts';
import { parseCommandLine, usage } from './command-line.ts';
import { startConsole } from './console/server.ts';
import { deliver } from './internet/packet.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';
import { ScriptError } from './script/parse-script.ts';
import { runScript, scriptStartMs } from './script/run-script.ts';
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
  const page = await startConsole({
    workspace: sandbox.slack.workspace,
    world: sandbox.world,
    clock: sandbox.clock,
    deliver,
    port: options.port ?? defaultPort,
    fileBytes: (path) => fetchFile(sandbox, path),
    setPower: async (vmId, running) => {
      await callAzure(sandbox.arm, 'POST', `${vmId}/${running ? 'start' : 'deallocate'}`);
    },
  });
  await tellWhereThingsAre(sandbox, page.url);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await page.close();
  await sandbox.close();
  return 0;
}

async function fetchFile(sandbox: Sandbox, path: string): Promise<Uint8Array | undefined> {
  const response = await fetch(new URL(path, sandbox.slack.apiUrl));
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
}

/** What other programs need to use the pretend Azure and internet: printed, and kept in .drawbridge/sandbox. */
async function tellWhereThingsAre(sandbox: Sandbox, url: string): Promise<void> {
  const folder = new URL('../.drawbridge/sandbox/', import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('ca.pem', folder), sandbox.arm.caCert);
  const { tenantId, clientId, clientSecret } = sandbox.arm.credentials;
  await writeFile(
    new URL('azure.env', folder),
    [
      `ARM_ENDPOINT=${sandbox.arm.endpoint}`,
      `AZURE_TENANT_ID=${tenantId}`,
      `AZURE_CLIENT_ID=${clientId}`,
      `AZURE_CLIENT_SECRET=${clientSecret}`,
      '',
    ].join('\n'),
  );
  console.log(`
  Drawbridge's sandbox is up. Nothing here leaves this machine.

  Open      ${url}
  and type  /vm connect-check myVM from 203.0.113.7

  Azure     ${sandbox.arm.endpoint}  (CA and credentials in .drawbridge/sandbox; docs/sandbox.md)
  Internet  http://127.0.0.1:${sandbox.internet.port}  (an HTTP CONNECT proxy to the VMs' port 22; docs/sandbox.md)

  Ctrl+C ends it.
`);
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
