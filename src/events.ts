import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { systemClock } from './clock.ts';
import { readConfigFile } from './config/config-file.ts';
import { runEvents } from './events/run-events.ts';
import { createLog } from './log.ts';

/** The command `npm run events`: the log of events, for people and for machines. See docs/configuration.md. */

// Who reads may stop early (`| head`); everything else that is wrong with the output is said by the exit status.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));

process.exitCode = await runEvents({
  args: process.argv.slice(2),
  env: process.env,
  yaml: readConfigFile(process.env.DRAWBRIDGE_CONFIG, (path) => readFileSync(path, 'utf8')),
  nowMs: systemClock.now(),
  log: createLog({ level: 'warn', pretty: true }, process.stderr),
  out: async (line) => {
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
  },
  err: (text) => void process.stderr.write(text),
});
