import { createHash } from 'node:crypto';
import type { PlannedUser } from './guest-plan.ts';

/** As kept in /etc/shadow. A word of our own, because nobody's real password belongs into a pretend machine. */
export function passwordDigest(password: string): string {
  return `$sandbox$${createHash('sha256').update(password).digest('hex')}`;
}

export function homeOf(user: PlannedUser): string {
  return user.uid === 0 || user.name === 'root' ? '/root' : `/home/${user.name}`;
}

const systemUsers = [
  'root:x:0:0:root:/root:/bin/bash',
  'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin',
  'www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin',
  'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
  'syslog:x:102:102::/nonexistent:/usr/sbin/nologin',
  'sshd:x:106:65534::/run/sshd:/usr/sbin/nologin',
];

export function passwdFile(users: readonly PlannedUser[]): string {
  const people = users.filter((user) => user.name !== 'root');
  const lines = people.map(
    (user) => `${user.name}:x:${user.uid}:${user.uid}:${user.name}:${homeOf(user)}:${user.shell}`,
  );
  return `${[...systemUsers, ...lines].join('\n')}\n`;
}

export function groupFile(users: readonly PlannedUser[]): string {
  const admins = users.filter((user) => user.sudo).map((user) => user.name);
  const people = users.filter((user) => user.name !== 'root');
  const lines = [
    'root:x:0:',
    'daemon:x:1:',
    `adm:x:4:${['syslog', ...admins].join(',')}`,
    `sudo:x:27:${admins.join(',')}`,
    'www-data:x:33:',
    'shadow:x:42:',
    'syslog:x:102:',
    'nogroup:x:65534:',
    ...people.map((user) => `${user.name}:x:${user.uid}:`),
  ];
  return `${lines.join('\n')}\n`;
}

export function shadowFile(users: readonly PlannedUser[]): string {
  const root = users.find((user) => user.name === 'root');
  const people = users.filter((user) => user.name !== 'root').map((user) => shadowLine(user, '!'));
  return [shadowLine(root ?? { name: 'root' }, '*'), ...people].map((line) => `${line}\n`).join('');
}

/** @param none what stands there without a password */
function shadowLine(user: Partial<PlannedUser>, none: string): string {
  const digest = user.password === undefined ? none : passwordDigest(user.password);
  const expires = user.expires === undefined ? '' : Date.parse(`${user.expires}T00:00:00Z`) / 86_400_000;
  return `${user.name}:${user.locked && digest !== none ? '!' : ''}${digest}:19700:0:99999:7::${expires}:`;
}
