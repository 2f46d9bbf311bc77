import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';

/** What the kernel said, and who was here: dmesg, last. */
export const kernelLogCommands: readonly GuestCommand[] = [
  { name: 'dmesg', run: dmesg },
  { name: 'last', run: last },
];

const healthy = [
  '[    0.000000] Linux version 6.8.0-1021-azure (buildd@lcy02-amd64-044)',
  '[    0.000000] Command line: BOOT_IMAGE=/vmlinuz-6.8.0-1021-azure root=PARTUUID=2a1b ro console=tty1 console=ttyS0',
  '[    1.204113] hv_vmbus: Vmbus version:5.3',
  '[    3.871245] EXT4-fs (sda1): mounted filesystem with ordered data mode. Quota mode: none.',
];

async function dmesg(_args: readonly string[], { kernel, account }: CommandContext): Promise<Output> {
  if (account.uid !== 0) return fail('dmesg: read kernel buffer failed: Operation not permitted');
  const { kernelLog = healthy } = (await kernel.facts()).state.given;
  return ok(kernelLog.map((line) => `${line}\n`).join(''));
}

async function last(args: readonly string[], { kernel }: CommandContext): Promise<Output> {
  const count = Number(/^-n?(\d+)$/.exec(args.join(''))?.[1] ?? Number.POSITIVE_INFINITY);
  const logins = (await kernel.journal()).flatMap(({ at, message }) => {
    const [, user = '', source = ''] = /^Accepted \w+ for (\S+) from (\S+) /.exec(message) ?? [];
    return user === '' ? [] : [`${user.padEnd(8)} pts/0        ${source.padEnd(16)} ${dayAndTime(at)}\n`];
  });
  const { bootedAtMs } = await kernel.facts();
  const boot = `reboot   system boot  6.8.0-1021-azure ${dayAndTime(bootedAtMs)}   still running\n`;
  return ok(`${[...logins.reverse(), boot].slice(0, count).join('')}\nwtmp begins ${dayAndTime(bootedAtMs)}\n`);
}

/** `Thu Jan 15 09:00` */
function dayAndTime(ms: number): string {
  const [, day = '', date, month, time] = /^(\w+), (\d+) (\w+) \d+ (\d+:\d+)/.exec(new Date(ms).toUTCString()) ?? [];
  return `${day} ${month} ${String(Number(date)).padStart(2)} ${time}`;
}
