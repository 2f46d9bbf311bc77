import { code } from '../../text/escape.ts';
import { type Finding, notTold, type Question } from '../question.ts';

interface Space {
  readonly mount: string;
  /** In whole percent. */
  readonly used: number;
  /** In KiB, or in files. */
  readonly free: number;
}

/** From here on it is only a matter of time. */
const nearlyFull = 95;

/** A full disk keeps sshd from starting, sessions from being opened and keys from being written. */
export const diskSpace: Question = {
  id: 'disk-space',
  title: 'the disks',
  find(reading) {
    const frozen = reading.words('readonly') ?? [];
    if (frozen.length > 0) return readOnly(frozen);
    const [disks, inodes] = [spaces(reading.one('disks')), spaces(reading.one('inodes'))];
    const full = disks.find(isFull);
    if (full !== undefined) return used('problem', full, `${code(full.mount)} is full`, mendSpace(full));
    const outOfFiles = inodes.find(isFull);
    if (outOfFiles !== undefined)
      return used('problem', outOfFiles, `${code(outOfFiles.mount)} can hold no more files`, mendFiles(outOfFiles));
    if (disks.length === 0)
      return notTold(
        'How full the disks are is not known',
        reading.lacks('df') ? '`df` is not installed there.' : '`df` did not answer.',
      );
    const near = disks.find((each) => each.used >= nearlyFull);
    if (near !== undefined) return used('warning', near, `${code(near.mount)} is nearly full`, mendSpace(near));
    const nearFiles = inodes.find((each) => each.used >= nearlyFull);
    if (nearFiles !== undefined)
      return used('warning', nearFiles, `${code(nearFiles.mount)} can hold few more files`, mendFiles(nearFiles));
    const fullest = disks.reduce((a, b) => (b.used > a.used ? b : a));
    return { status: 'ok', summary: `No disk is full: the fullest, ${code(fullest.mount)}, at ${fullest.used} %` };
  },
};

function spaces(told: string | undefined): Space[] {
  return (told ?? '').split(' ').flatMap((word) => {
    const [, mount = '', used = '', free = ''] = /^(\/.*):(\d{1,3}):(\d+)$/.exec(word) ?? [];
    return mount === '' ? [] : [{ mount, used: Number(used), free: Number(free) }];
  });
}

function isFull({ used, free }: Space): boolean {
  return used >= 100 || free === 0;
}

function used(status: 'problem' | 'warning', { used, mount }: Space, summary: string, mend: string): Finding {
  const what = status === 'problem' ? 'Nothing more can be written there, and sshd may fail in odd ways.' : '';
  return { status, summary, because: `${used} % of ${code(mount)} are used. ${what}`.trim(), mend };
}

function mendSpace({ mount }: Space): string {
  const find = `sudo du -xh --max-depth=2 ${mount} 2>/dev/null | sort -h | tail -n 15`;
  return mount === '/' || mount === '/var' ? `sudo journalctl --vacuum-size=100M\n${find}` : find;
}

function mendFiles({ mount }: Space): string {
  return `sudo du --inodes -x --max-depth=3 ${mount} 2>/dev/null | sort -n | tail -n 15`;
}

function readOnly(mounts: readonly string[]): Finding {
  const [first = '/'] = mounts;
  return {
    status: 'problem',
    summary: `${mounts.map(code).join(' and ')} cannot be written to`,
    because: 'Linux makes a disk read-only when it finds errors on it: its log says which.',
    mend: `sudo dmesg | grep -iE 'remount|ext4|xfs|i/o error' | tail -n 20\nsudo mount -o remount,rw ${first}`,
  };
}
