import { posix } from 'node:path';
import { groupFile, homeOf, passwdFile, shadowFile } from './account-files.ts';
import { FileSystem } from './files/file-system.ts';
import { type Actor, root } from './files/node.ts';
import { type GuestPlan, hostKeyTypes, type PlannedUser } from './guest-plan.ts';
import { misbehaviourFile } from './sshd/misbehaviour.ts';

/** The disk of a freshly made Ubuntu machine. @param now epoch milliseconds, @param programs names for /usr/bin */
export function makeImage(plan: GuestPlan, programs: readonly string[], now: () => number): FileSystem {
  const files = new FileSystem(now);
  const put = (path: string, content: string, mode = 0o644, owner: Actor = root) => {
    files.makeDirectory(root, posix.dirname(path), true);
    files.write(root, path, Buffer.from(content));
    files.changeMode(root, path, mode);
    files.changeOwner(root, path, owner.uid, owner.gids[0] ?? owner.uid);
  };
  for (const folder of [...folders, ...Object.keys(plan.state.disks)]) files.makeDirectory(root, folder, true);
  files.linkSymbolically(root, 'usr/bin', '/bin');
  files.linkSymbolically(root, 'usr/sbin', '/sbin');
  files.changeMode(root, '/tmp', 0o1777);
  files.changeMode(root, '/root', 0o700);
  files.makeSink(root, '/dev/null');
  for (const program of programs) {
    if (isMissing(program, plan)) continue;
    put(`/usr/bin/${program}`, '#!/bin/true\n', 0o755);
    // The shell runs its own programs from nowhere but /usr/bin.
    if (systemPrograms.includes(program)) put(`/usr/sbin/${program}`, `#!/bin/sh\n/usr/bin/${program} "$@"\n`, 0o755);
  }
  put('/etc/hostname', `${plan.hostName}\n`);
  put('/etc/hosts', `127.0.0.1 localhost\n127.0.1.1 ${plan.hostName}\n`);
  put('/etc/os-release', osRelease);
  put('/etc/passwd', passwdFile(plan.users));
  put('/etc/group', groupFile(plan.users));
  put('/etc/shadow', shadowFile(plan.users), 0o640, { uid: 0, gids: [42] });
  put('/etc/ssh/sshd_config', sshdConfig(plan));
  if (plan.state.noLogin !== undefined) put('/run/nologin', `${plan.state.noLogin}\n`);
  if (plan.sshd.misbehaves !== undefined) put(misbehaviourFile, `${plan.sshd.misbehaves}\n`);
  put('/var/log/auth.log', '', 0o640, { uid: 0, gids: [4] });
  put('/var/log/syslog', '', 0o640, { uid: 0, gids: [4] });
  for (const type of plan.sshd.hostKeyTypes) {
    const key = plan.hostKey(type);
    put(`/etc/ssh/ssh_host_${type}_key`, key.privateKeyOpenSsh, 0o600);
    put(`/etc/ssh/ssh_host_${type}_key.pub`, `${key.publicKeyLine}\n`);
  }
  for (const user of plan.users) makeHome(files, put, user);
  for (const [path, file] of Object.entries(plan.files)) {
    const { content, mode, owner } = typeof file === 'string' ? { content: file, mode: '644', owner: 'root' } : file;
    const uid = plan.users.find((user) => user.name === owner)?.uid ?? 0;
    put(path, content, Number.parseInt(mode, 8), { uid, gids: [uid] });
  }
  return files;
}

/** Those that stand in /usr/sbin. */
const systemPrograms = [
  'sshd',
  'ufw',
  'nft',
  'iptables',
  'ip6tables',
  'runuser',
  'useradd',
  'userdel',
  'usermod',
  'chpasswd',
];

/** What a machine does not have: what the world says, and the tools of what it does not use. */
function isMissing(program: string, { state }: GuestPlan): boolean {
  if (state.missing.includes(program)) return true;
  if (program === 'fail2ban-client') return state.fail2ban === undefined;
  const isFirewalld = state.firewall.kind === 'firewalld';
  return (program === 'ufw' && isFirewalld) || (program === 'firewall-cmd' && !isFirewalld);
}

type Put = (path: string, content: string, mode?: number, owner?: Actor) => void;

function makeHome(files: FileSystem, put: Put, user: PlannedUser): void {
  const owner = { uid: user.uid, gids: [user.uid] };
  const home = homeOf(user);
  put(`${home}/.ssh/authorized_keys`, user.keys.map((key) => `${key}\n`).join(''), 0o600, owner);
  put(`${home}/.bashrc`, '# ~/.bashrc\n', 0o644, owner);
  put(`${home}/.profile`, '# ~/.profile\n', 0o644, owner);
  for (const folder of [home, `${home}/.ssh`]) {
    files.changeOwner(root, folder, user.uid, user.uid);
    files.changeMode(root, folder, folder === home ? 0o750 : 0o700);
  }
}

const folders = [
  '/usr/bin',
  '/usr/sbin',
  '/etc/ssh/sshd_config.d',
  '/root',
  '/home',
  '/tmp',
  '/var/log',
  '/var/tmp',
  '/opt',
  '/run',
  '/var/lib/waagent/run-command',
  '/dev/fd',
  '/proc',
  '/mnt',
  '/srv',
];

function sshdConfig({ sshd }: GuestPlan): string {
  return [
    'Include /etc/ssh/sshd_config.d/*.conf',
    ...sshd.ports.map((port) => (port === 22 && sshd.ports.length === 1 ? '#Port 22' : `Port ${port}`)),
    ...hostKeyTypes.map((type) => `#HostKey /etc/ssh/ssh_host_${type}_key`),
    'PermitRootLogin prohibit-password',
    'PubkeyAuthentication yes',
    `PasswordAuthentication ${sshd.passwordAuthentication ? 'yes' : 'no'}`,
    'KbdInteractiveAuthentication no',
    'UsePAM yes',
    'X11Forwarding no',
    'PrintMotd no',
    'AcceptEnv LANG LC_*',
    'Subsystem sftp /usr/lib/openssh/sftp-server',
    '',
  ].join('\n');
}

const osRelease = `PRETTY_NAME="Ubuntu 24.04.2 LTS"
NAME="Ubuntu"
VERSION_ID="24.04"
VERSION="24.04.2 LTS (Noble Numbat)"
VERSION_CODENAME=noble
ID=ubuntu
ID_LIKE=debian
HOME_URL="https://www.ubuntu.com/"
SUPPORT_URL="https://help.ubuntu.com/"
BUG_REPORT_URL="https://bugs.launchpad.net/ubuntu/"
UBUNTU_CODENAME=noble
LOGO=ubuntu-logo
`;
