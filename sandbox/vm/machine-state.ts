import type { Firewall, GuestState } from '../world/guest-state-schema.ts';

export interface Disk {
  readonly device: string;
  readonly type: string;
  readonly mount: string;
  readonly totalKib: number;
  readonly inodes: number;
  readonly percent: number;
  readonly inodesPercent: number;
  readonly readOnly: boolean;
}

const usual: readonly Disk[] = [
  disk('/dev/root', 'ext4', '/', 30_298_176, 3_870_720, 8),
  disk('tmpfs', 'tmpfs', '/dev/shm', 4_013_056, 1_003_264, 0),
  disk('tmpfs', 'tmpfs', '/run', 1_605_224, 819_200, 1),
  disk('/dev/sda16', 'ext4', '/boot', 901_120, 58_496, 8),
  disk('/dev/sdb1', 'ext4', '/mnt', 16_375_808, 1_048_576, 1),
];

function disk(device: string, type: string, mount: string, totalKib: number, inodes: number, percent: number): Disk {
  return { device, type, mount, totalKib, inodes, percent, inodesPercent: Math.min(percent, 3), readOnly: false };
}

/** What is the matter with a machine just now: what the world says at first, and what root changes of it. */
export class MachineState {
  readonly given: GuestState;
  readonly disks: readonly Disk[];
  firewall: Firewall;
  banned: readonly string[];
  fail2banRunning: boolean;

  constructor(given: GuestState) {
    this.given = given;
    this.firewall = given.firewall;
    this.banned = given.fail2ban?.banned ?? [];
    this.fail2banRunning = given.fail2ban?.running ?? false;
    const added = Object.keys(given.disks).filter((mount) => !usual.some((each) => each.mount === mount));
    const extra = added.map((mount, index) =>
      disk(`/dev/sd${'cdefgh'[index] ?? 'z'}1`, 'ext4', mount, 65_792_556, 4_194_304, 8),
    );
    this.disks = [...usual, ...extra].map((each) => ({ ...each, ...given.disks[each.mount] }));
  }

  diskOf(path: string): Disk | undefined {
    const under = this.disks.filter(({ mount }) => mount === '/' || path === mount || path.startsWith(`${mount}/`));
    return under.sort((a, b) => b.mount.length - a.mount.length)[0];
  }

  /** Why nothing more can be written there. */
  mayNotWrite(path: string): 'ENOSPC' | 'EROFS' | undefined {
    const on = this.diskOf(path);
    if (on?.readOnly) return 'EROFS';
    return on !== undefined && (on.percent >= 100 || on.inodesPercent >= 100) ? 'ENOSPC' : undefined;
  }

  /** What becomes of the first packet of a connection to sshd. */
  meet(source: string): 'accepted' | 'refused' | 'dropped' {
    if (this.firewall.active && !this.firewall.letsSshIn) return 'dropped';
    return this.fail2banRunning && this.banned.includes(source) ? 'refused' : 'accepted';
  }
}
