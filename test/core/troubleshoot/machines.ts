import type { PretendMachine } from './pretend-machine.ts';

const ed25519 = 'AAAAC3NzaC1lZDI1NTE5AAAAIJl3dIeudNqd0DPMRD6OIh65tjkxFNOtwGcWB2gCgPhk';
export const keyLine = `ssh-ed25519 ${ed25519} azureuser@laptop`;
export const blob = ed25519;
/** 2026-03-01T12:30:00Z */
export const nowS = 1_772_368_200;

const config = `port 22
addressfamily any
listenaddress [::]:22
listenaddress 0.0.0.0:22
usepam yes
permitrootlogin prohibit-password
pubkeyauthentication yes
passwordauthentication no
strictmodes yes
authorizedkeysfile .ssh/authorized_keys .ssh/authorized_keys2
authorizedkeyscommand none
trustedusercakeys none
authenticationmethods any
hostkey /etc/ssh/ssh_host_rsa_key
hostkey /etc/ssh/ssh_host_ed25519_key
`;

/** An Ubuntu as it comes out of the gallery. */
export const healthy: PretendMachine = {
  programs: {
    date: `case $1 in +%s) echo ${nowS} ;; +%z) echo +0200 ;; esac`,
    systemctl: `case "$1 $2" in
  "is-system-running ") echo running ;;
  "--failed "*) ;;
  "is-enabled ssh.service") echo enabled ;;
  "is-active ssh.service") echo active ;;
  "is-enabled ssh.socket") echo disabled; exit 1 ;;
  "is-active ssh.socket") echo inactive; exit 3 ;;
  is-enabled*) echo "Failed to get unit file state for $2" >&2; exit 1 ;;
esac`,
    timedatectl: 'echo "System clock synchronized: yes"',
    df: `echo 'Filesystem 1024-blocks Used Available Capacity Mounted on'
case $1 in
  -Pk) echo '/dev/root 30298176 2211840 28069952 8% /'; echo '/dev/root 30298176 2211840 28069952 8% /' ;;
  -Pi) echo '/dev/root 3870720 80000 3790720 3% /'; echo 'vfat 0 0 0 - /boot/efi' ;;
esac`,
    sshd: `case $1 in -t) exit 0 ;; -T) cat <<'END'
${config}END
;; esac`,
    ss: `echo 'State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process'
echo 'LISTEN 0 4096 127.0.0.53%lo:53 0.0.0.0:* users:(("systemd-resolve",pid=600,fd=14))'
echo 'LISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=800,fd=3))'
echo 'LISTEN 0 128 [::]:22 [::]:* users:(("sshd",pid=800,fd=4))'
echo 'LISTEN 0 511 *:2222 *:* users:(("nginx",pid=900,fd=4))'`,
    'ssh-keygen': 'exit 0',
    getent: `case "$1 $2" in
  "passwd azureuser") echo 'azureuser:x:1000:1000:Ubuntu:/home/azureuser:/usr/bin/bash' ;;
  "shadow azureuser") echo 'azureuser:!:20500:0:99999:7:::' ;;
  *) exit 2 ;;
esac`,
    id: 'echo azureuser adm sudo',
    ufw: 'echo "Status: inactive"',
    iptables: "echo '-P INPUT ACCEPT'",
    nft: 'true',
    timeout: 'shift; "$@"',
  },
  files: {
    '/etc/os-release': 'NAME="Ubuntu"\nPRETTY_NAME="Ubuntu 24.04.2 LTS"\n',
    '/proc/meminfo':
      'MemTotal:        8026112 kB\nMemAvailable:    7399424 kB\nSwapTotal:       0 kB\nSwapFree:        0 kB\n',
    '/proc/mounts': '/dev/root / ext4 rw,relatime 0 0\ntmpfs /run tmpfs ro,nosuid 0 0\n',
    '/etc/ssh/ssh_host_rsa_key': 'x',
    '/etc/ssh/ssh_host_ed25519_key': 'x',
    '/usr/bin/bash': '#!/bin/sh\n',
    '/home/azureuser/.ssh/authorized_keys': `# made by cloud-init\n${keyLine}\n\n`,
  },
  modes: {
    '/etc/ssh/ssh_host_rsa_key': '600|root|regular file',
    '/etc/ssh/ssh_host_ed25519_key': '600|root|regular file',
    '/home/azureuser': '750|azureuser|directory',
    '/home/azureuser/.ssh': '700|azureuser|directory',
    '/home/azureuser/.ssh/authorized_keys': '600|azureuser|regular file',
  },
};

const { ss: _, ...withoutSs } = healthy.programs;

/** Everything at once. */
export const broken: PretendMachine = {
  programs: {
    ...withoutSs,
    date: `case $1 in +%s) echo ${nowS + 3600} ;; +%z) echo +0000 ;; esac`,
    systemctl: `case "$1 $2" in
  "is-system-running ") echo degraded; exit 1 ;;
  "--failed "*) echo 'ssh.service loaded failed failed OpenBSD Secure Shell server'; echo 'app.service loaded failed failed An app' ;;
  "is-enabled ssh.service") echo disabled ;;
  "is-active ssh.service") echo failed; exit 3 ;;
  *) exit 1 ;;
esac`,
    df: `case $1 in
  -Pk) echo '/dev/root 30298176 30298176 0 100% /' ;;
  -Pi) echo '/dev/root 3870720 80000 3790720 3% /' ;;
esac`,
    sshd: `case $1 in
  -t) echo '/etc/ssh/sshd_config: line 12: Bad configuration option: PermitRootLogn' >&2; echo 'x: terminating, 1 bad configuration options' >&2; exit 255 ;;
  *) exit 255 ;;
esac`,
    netstat: `echo 'Proto Recv-Q Send-Q Local Address Foreign Address State PID/Program name'
echo 'tcp 0 0 0.0.0.0:80 0.0.0.0:* LISTEN 900/nginx'`,
    'ssh-keygen': 'exit 255',
    getent: `case "$1 $2" in
  "passwd azureuser") echo 'azureuser:x:1000:1000:Ubuntu:/home/azureuser:/usr/sbin/nologin' ;;
  "shadow azureuser") echo 'azureuser:!$6$secret:20500:0:99999:7::20000:' ;;
  *) exit 2 ;;
esac`,
    ufw: `cat <<'END'
Status: active
Logging: on (low)
Default: deny (incoming), allow (outgoing), disabled (routed)
New profiles: skip

To                         Action      From
--                         ------      ----
80/tcp                     ALLOW IN    Anywhere
END`,
    'fail2ban-client': `case "$*" in
  ping) echo 'Server replied: pong' ;;
  status) printf 'Status\\n|- Number of jail:\\t2\\n\`- Jail list:\\tsshd, recidive\\n' ;;
  'status sshd') printf '\`- Actions\\n   \`- Banned IP list:\\t198.51.100.1 203.0.113.7\\n' ;;
  *) printf '   \`- Banned IP list:\\t\\n' ;;
esac`,
    getenforce: 'echo Enforcing',
    restorecon: 'echo "Would relabel /home/azureuser/.ssh from default_t to ssh_home_t"',
  },
  files: {
    ...healthy.files,
    '/proc/meminfo': 'MemTotal: 1000000 kB\nMemAvailable: 9000 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n',
    '/etc/nologin': 'Back\nat noon\n',
    '/home/azureuser/.ssh/authorized_keys': '# nobody\n',
  },
  modes: {
    '/home/azureuser': '777|azureuser|directory',
    '/home/azureuser/.ssh': '755|root|directory',
    '/home/azureuser/.ssh/authorized_keys': '644|bob|regular file',
  },
};
