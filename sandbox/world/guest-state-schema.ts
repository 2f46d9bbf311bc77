import { z } from 'zod';

const percent = z.int().min(0).max(100);

/** A firewall inside the machine. What is not given is what a fresh Ubuntu has: ufw, inactive. */
const firewallSchema = z.strictObject({
  kind: z.enum(['ufw', 'firewalld', 'nftables', 'iptables']).default('ufw'),
  active: z.boolean().default(true),
  /** Lines as its own tool prints them: `22/tcp   ALLOW IN   Anywhere`, `-A INPUT -p tcp --dport 22 -j DROP`, ... */
  rules: z.array(z.string()).default([]),
  /** Whether connections to sshd get through it while it is active; otherwise they are dropped without an answer. */
  letsSshIn: z.boolean().default(true),
});

const diskSchema = z.strictObject({
  /** Of its blocks; a disk that is full takes nothing more. */
  percent: percent.default(8),
  inodesPercent: percent.default(3),
  readOnly: z.boolean().default(false),
});

/** What is the matter inside a VM. */
export const guestStateSchema = z.strictObject({
  firewall: firewallSchema.prefault({ active: false }),
  /** Left out: fail2ban is not installed. */
  fail2ban: z
    .strictObject({
      running: z.boolean().default(true),
      /** Addresses whose connections are refused. */
      banned: z.array(z.union([z.ipv4(), z.ipv6()])).default([]),
    })
    .optional(),
  /** By mount point: `/`, `/boot`, `/mnt`, or one that is added. */
  disks: z.record(z.string().regex(/^\//, 'must be a mount point: /, /boot'), diskSchema).default({}),
  memory: z
    .strictObject({
      totalMb: z.int().min(64).default(7838),
      availableMb: z.int().min(0).default(7226),
      swapMb: z.int().min(0).default(0),
    })
    .prefault({}),
  /** Of the last 1, 5 and 15 minutes. */
  load: z.tuple([z.number(), z.number(), z.number()]).default([0.08, 0.03, 0.01]),
  /** What `systemctl is-system-running` says. */
  boot: z.enum(['running', 'degraded', 'starting', 'maintenance']).default('running'),
  /** Units that have failed, besides ssh: `postgresql.service`. */
  failedUnits: z.array(z.string()).default([]),
  /** The text of /run/nologin: nobody but root may log in while it is there. */
  noLogin: z.string().optional(),
  /** Lines of dmesg. Left out: those of a machine that is well. */
  kernelLog: z.array(z.string()).optional(),
  /** Programs that this machine lacks: `ss`, `nft`. */
  missing: z.array(z.string()).default([]),
});

export type GuestState = z.infer<typeof guestStateSchema>;
export type Firewall = GuestState['firewall'];
