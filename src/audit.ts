import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { runAuditCommand } from './audit/run-audit-command.ts';
import { decodeText } from './core/text/decode-text.ts';

/** The command `npm run audit`: which security groups let the internet in to SSH, without Slack. See docs/audit.md. */

// Who reads may stop early (`| head`): what was found by then is still told by the exit status.
let isReadNoMore = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') process.exit(1);
  isReadNoMore = true;
});

process.exitCode = await runAuditCommand({
  args: process.argv.slice(2),
  readText: async (path) => decodeText(await (path === '-' ? buffer(process.stdin) : readFile(path))),
  live,
  out: (piece) =>
    isReadNoMore
      ? Promise.resolve()
      : new Promise((resolve) => {
          // The callback also comes where nobody reads any more.
          if (process.stdout.write(piece, () => resolve())) resolve();
        }),
  err: (line) => void process.stderr.write(line),
});

/** What a file needs nothing of is loaded here. */
async function live(port: number) {
  const [{ auditLive }, { createAzure }, { systemClock }, { readConfigFile }, { createLog }] = await Promise.all([
    import('./audit/audit-live.ts'),
    import('./azure/create-azure.ts'),
    import('./clock.ts'),
    import('./config/config-file.ts'),
    import('./log.ts'),
  ]);
  const { env } = process;
  const readSync = (path: string) => readFileSync(path, 'utf8');
  const log = createLog({ level: 'error', pretty: true }, process.stderr);
  return auditLive({
    port,
    env,
    yaml: readConfigFile(env.DRAWBRIDGE_CONFIG, readSync),
    readFile: readSync,
    clock: systemClock,
    makeAzure: (config) => createAzure({ config, clock: systemClock, log }),
  });
}
