import type { ServerChannel } from 'ssh2';
import type { Misbehaviour } from './misbehaviour.ts';

interface Ended {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly status: number;
}

/** Tells a client how its command ended: all output first, because nothing may follow the status. */
export function endCommand(
  channel: ServerChannel,
  { stdout, stderr, status }: Ended,
  how?: { readonly misbehaviour: Misbehaviour | undefined; readonly drop: () => void },
): void {
  if (how?.misbehaviour === 'drops-in-the-middle') {
    // On its way before the connection is gone.
    write(channel, stdout.subarray(0, Math.ceil(stdout.length / 2)), () => setImmediate(how.drop));
    return;
  }
  if (stderr.length > 0) channel.stderr.write(stderr);
  write(channel, stdout, () => {
    if (how?.misbehaviour === 'ends-by-signal') channel.exit('KILL', false, '');
    else if (how?.misbehaviour !== 'no-exit-status') channel.exit(status);
    channel.end();
  });
}

function write(channel: ServerChannel, output: Buffer, done: () => void): void {
  if (output.length === 0) done();
  else channel.write(output, done);
}

const line = `${'flood '.repeat(10)}\n`;
const chunk = Buffer.from(line.repeat(512));

/** Writes as fast as the client reads, until the client has enough. */
export function flood(channel: ServerChannel): void {
  let isOver = false;
  channel.on('close', () => {
    isOver = true;
  });
  const more = () => {
    if (isOver) return;
    if (channel.write(chunk)) setImmediate(more);
    else channel.once('drain', more);
  };
  more();
}
