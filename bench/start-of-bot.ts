import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { loadWorld } from '../sandbox/world/load.ts';
import type { Bench, Row } from './bench.ts';
import { withBot } from './bot/with-bot.ts';
import { spread } from './report/spread.ts';

const starts = 5;
const idleMs = 2_000;

/** Mostly what the imports cost, on the machine that it runs on: an aim, no bound. */
export const startOfBot: Bench = {
  name: 'start-of-bot',
  what: 'from starting the process to the open Socket Mode connection, and memory while idle',

  async run() {
    const connectedMs: number[] = [];
    const residentMb: number[] = [];
    // The first start fills the cache of compiled code, which every later start finds.
    const first = await start(() => Promise.resolve());
    while (connectedMs.length < starts) {
      connectedMs.push(
        await start(async (pid) => {
          await delay(idleMs);
          residentMb.push(...(await residentMegabytes(pid)));
        }),
      );
    }
    const took = spread(connectedMs);
    return [
      { what: 'median start', value: took.median, unit: 'ms', limit: { kind: 'aim', atMost: 1_200 } },
      { what: 'fastest start', value: took.min, unit: 'ms' },
      { what: 'slowest start', value: took.max, unit: 'ms' },
      { what: 'start before these', value: first, unit: 'ms' },
      ...memory(residentMb),
    ];
  },
};

async function start(whileIdle: (pid: number) => Promise<void>): Promise<number> {
  return withBot({ world: await loadWorld(), throttled: true }, async (_, bot) => {
    await whileIdle(bot.pid);
    return bot.connectedAfterMs;
  });
}

function memory(residentMb: readonly number[]): Row[] {
  if (residentMb.length === 0) return [];
  const value = spread(residentMb).median;
  return [{ what: 'resident memory', value, unit: 'MB', limit: { kind: 'aim', atMost: 220 } }];
}

/** Empty where the system does not tell. https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
async function residentMegabytes(pid: number): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kilobytes === undefined ? [] : [Number(kilobytes) / 1024];
}
