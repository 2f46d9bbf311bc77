import type { Machine } from './machine.ts';

/** What the kernel tells in files, as it is at this moment. @param nowMs epoch milliseconds */
export function procFiles({ state, bootedAtMs }: Machine, nowMs: number): Readonly<Record<string, string>> {
  const { memory, load } = state.given;
  const upSeconds = Math.max(0, (nowMs - bootedAtMs) / 1000);
  const kib = (name: string, mib: number) => `${`${name}:`.padEnd(16)}${String(mib * 1024).padStart(8)} kB\n`;
  const free = Math.round(memory.availableMb * 0.8);
  return {
    '/proc/uptime': `${upSeconds.toFixed(2)} ${(upSeconds * 1.9).toFixed(2)}\n`,
    '/proc/loadavg': `${load.map((each) => each.toFixed(2)).join(' ')} 1/182 2000\n`,
    '/proc/meminfo':
      kib('MemTotal', memory.totalMb) +
      kib('MemFree', free) +
      kib('MemAvailable', memory.availableMb) +
      kib('Buffers', 42) +
      kib('Cached', Math.max(0, memory.availableMb - free)) +
      kib('SwapTotal', memory.swapMb) +
      kib('SwapFree', memory.swapMb),
    '/proc/mounts': state.disks
      .map(({ device, mount, type, readOnly }) => `${device} ${mount} ${type} ${readOnly ? 'ro' : 'rw'},relatime 0 0\n`)
      .join(''),
  };
}
