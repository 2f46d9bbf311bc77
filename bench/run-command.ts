import { spawn } from 'node:child_process';
import { systemClock } from '../src/clock.ts';
import { defaultLimits } from '../src/core/commands/limits.ts';
import type { Remote } from '../src/core/commands/remote.ts';
import { wrapForGuest } from '../src/core/commands/wrap-for-guest.ts';
import { createRemote } from '../src/ssh/create-remote.ts';
import type { Bench, Row } from './bench.ts';
import { spread } from './report/spread.ts';
import { connectBare, runBare } from './ssh/bare-ssh2.ts';
import { type SshTarget, sshTarget } from './ssh/ssh-target.ts';

const warmUps = 3;
const runs = 15;
/** A command on a kept connection is so short that chance shows in it: it is measured more often, the two by turns. */
const keptRuns = 5;
const command = 'true';
/** What the bot sends for it: under a time limit, whatever the account's shell is. */
const wrapped = wrapForGuest(command, { seconds: defaultLimits.wallMs / 1000 });

/** Checking who it is, and telling how it ended, may cost next to nothing. */
export const runCommand: Bench = {
  name: 'run-command',
  what: `\`${command}\` on a server: as the bot runs it, with OpenSSH's client, and by ssh2 with nothing around it`,

  async run() {
    await using target = await sshTarget();
    const remote = remoteTo(target);
    const bare = await connectBare(target);
    try {
      return [...rows(await measured(target, { remote, bare }), target)];
    } finally {
      remote.close();
      bare.end();
    }
  },
};

type Bare = Awaited<ReturnType<typeof connectBare>>;
interface Kept {
  readonly remote: Remote;
  readonly bare: Bare;
}

/** Milliseconds, by turns, so that what else the machine does meets all of them alike. */
async function measured(target: SshTarget, { remote, bare }: Kept) {
  const ways = {
    openSsh: () => openSsh(target),
    first: async () => {
      const own = remoteTo(target);
      await runOver(own, target);
      return () => own.close();
    },
    kept: () => runOver(remote, target),
    bareFirst: async () => {
      const own = await connectBare(target);
      await mustExit(runBare(own, wrapped));
      return () => own.end();
    },
    bareKept: () => mustExit(runBare(bare, wrapped)),
  };
  const took = { openSsh: [], first: [], kept: [], bareFirst: [], bareKept: [] } as Record<keyof typeof ways, number[]>;
  const kept = Array.from({ length: keptRuns }, () => ['kept', 'bareKept'] as const).flat();
  for (let round = 0; round < warmUps + runs; round += 1) {
    for (const way of ['openSsh', 'first', 'bareFirst', ...kept] as const) {
      const startMs = performance.now();
      const hangUp = await ways[way]();
      if (round >= warmUps) took[way].push(performance.now() - startMs);
      hangUp?.();
    }
  }
  return took;
}

function rows(took: Awaited<ReturnType<typeof measured>>, { what }: SshTarget): Row[] {
  const median = (way: keyof typeof took) => spread(took[way]).median;
  const [openSsh, first, kept] = [median('openSsh'), median('first'), median('kept')];
  const times = (label: string, value: number, atMost: number): Row => ({
    what: label,
    value,
    unit: 'times',
    limit: { kind: 'bound', atMost },
  });
  return [
    { what: `${what}: OpenSSH's client, median`, value: openSsh, unit: 'ms' },
    { what: 'first time, median', value: first, unit: 'ms' },
    { what: 'on a kept connection, median', value: kept, unit: 'ms' },
    times("first time / OpenSSH's client", first / openSsh, 1),
    times("kept connection / OpenSSH's client", kept / openSsh, 0.1),
    times('first time / bare ssh2', first / median('bareFirst'), 1.15),
    times('kept connection / bare ssh2', kept / median('bareKept'), 1.15),
  ];
}

function remoteTo({ privateKey }: SshTarget): Remote {
  const credentials = { kind: 'key', privateKey } as const;
  return createRemote({ clock: systemClock, route: { jumps: [] }, credentials, timeoutMs: 20_000 });
}

async function runOver(remote: Remote, { server }: SshTarget): Promise<undefined> {
  const { signal } = new AbortController();
  const { outputBytes: bytes, ...limits } = defaultLimits;
  const used = await remote.use({ ...server, machine: server.name }, { signal, through: '' }, (session) =>
    session.run(wrapped, { ...limits, bytes, signal, onOutput: () => {} }),
  );
  const end = used.kind === 'used' ? used.result.end : used;
  if (end.kind !== 'exited' || end.status !== 0) throw new Error(`it ended otherwise: ${JSON.stringify(end)}`);
}

function openSsh({ server, options }: SshTarget): Promise<undefined> {
  const { user, address, port } = server;
  const child = spawn('ssh', [...options, '-p', `${port}`, `${user}@${address}`, command], { stdio: 'inherit' });
  return mustExit(
    new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    }),
  );
}

async function mustExit(status: Promise<number | null>): Promise<undefined> {
  const ended = await status;
  if (ended !== 0) throw new Error(`the command ended with ${ended}`);
}
