import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createAzure } from './azure/create-azure.ts';
import { systemClock } from './clock.ts';
import { readConfigFile } from './config/config-file.ts';
import { createLog } from './log.ts';
import { runSweep } from './sweep/run-sweep.ts';

/** The command `npm run sweep`: closes doors when the bot is down. See docs/approvals.md. */

const readFile = (path: string) => readFileSync(path, 'utf8');
const log = createLog({ level: 'warn', pretty: true }, process.stderr);

process.exitCode = await runSweep({
  args: process.argv.slice(2),
  env: process.env,
  yaml: readConfigFile(process.env.DRAWBRIDGE_CONFIG, readFile),
  readFile,
  clock: systemClock,
  makeAzure: (config) => createAzure({ config, clock: systemClock, log }),
  pause: (ms) => setTimeout(ms),
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (text) => void process.stderr.write(text),
}).catch((error: unknown) => {
  // Node's own status for an error that nobody caught is 1, which means here that something is open.
  log.fatal({ err: error }, 'Nobody foresaw this');
  return 2;
});
