import { z } from 'zod';

/** https://github.com/Azure/azure-linux-extensions/blob/master/VMAccess/README.md */
const settingsSchema = z.looseObject({
  username: z.string().optional(),
  ssh_key: z.string().optional(),
  password: z.string().optional(),
  expiration: z.string().optional(),
  remove_user: z.string().optional(),
  remove_prior_keys: z.boolean().optional(),
  reset_ssh: z.boolean().optional(),
});

export type VmAccessPlan =
  | { readonly kind: 'script'; readonly script: string }
  /** What the extension reports behind "Enable failed: ". */
  | { readonly kind: 'failure'; readonly reason: string };

/** What VMAccessForLinux does in the guest, as root, with its protected settings. */
export function planVmAccess(protectedSettings: unknown): VmAccessPlan {
  const parsed = settingsSchema.safeParse(protectedSettings ?? {});
  if (!parsed.success) return failure('Failed to parse the protected settings.');
  const { username, remove_user: leaver, ssh_key: key, password, reset_ssh: reset } = parsed.data;
  const names = [username, leaver].filter((name) => name !== undefined);
  if (names.some((name) => !/^[a-z_][a-z0-9_.-]{0,31}$/i.test(name))) return failure('The user name is invalid.');
  if (username === undefined && (key !== undefined || password !== undefined))
    return failure('No username is specified.');
  if (username !== undefined && key === undefined && password === undefined)
    return failure('No password or ssh_key is specified.');
  if (
    key !== undefined &&
    !/^(ssh-rsa|ssh-ed25519) [A-Za-z0-9+/]+=*( .*)?$|^-----BEGIN CERTIFICATE-----/.test(key.trim())
  )
    return failure('Invalid ssh key: only ssh-rsa and ssh-ed25519 keys and certificates in PEM form are supported.');
  const lines = [
    ...(reset ? resetSshd : []),
    ...(username === undefined ? [] : grant(username, parsed.data)),
    ...(leaver === undefined ? [] : [`if id -u ${leaver} >/dev/null 2>&1; then userdel -f -r ${leaver}; fi`]),
    ...touchSshd,
  ];
  return { kind: 'script', script: `set -e\n${lines.join('\n')}\n` };
}

function failure(reason: string): VmAccessPlan {
  return { kind: 'failure', reason };
}

const word = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** The user is made where there is none, always gets sudo, and keeps the keys that are there. */
function grant(user: string, settings: z.infer<typeof settingsSchema>): readonly string[] {
  const { ssh_key: key, password, expiration, remove_prior_keys: replaces } = settings;
  const file = `"$home/.ssh/authorized_keys"`;
  return [
    `if ! id -u ${user} >/dev/null 2>&1; then useradd -m -s /bin/bash ${user}; fi`,
    ...(expiration === undefined ? [] : [`usermod -e ${word(expiration)} ${user}`]),
    `usermod -a -G sudo ${user}`,
    'mkdir -p /etc/sudoers.d',
    `echo ${word(`${user} ALL = (ALL) NOPASSWD: ALL`)} >> /etc/sudoers.d/waagent`,
    'chmod 440 /etc/sudoers.d/waagent',
    ...(password === undefined ? [] : [`printf '%s\\n' ${word(`${user}:${password}`)} | chpasswd`]),
    ...(key === undefined
      ? []
      : [
          `home=$(getent passwd ${user} | cut -d: -f6)`,
          'mkdir -p "$home/.ssh"',
          `printf '%s\\n' ${word(key.trim())} ${replaces ? '>' : '>>'} ${file}`,
          `chmod 700 "$home/.ssh"`,
          `chmod 600 ${file}`,
          `chown -R ${user}:${user} "$home/.ssh"`,
        ]),
  ];
}

const config = '/etc/ssh/sshd_config';

/** Whatever it was asked for, it writes to sshd's configuration and restarts sshd. */
const touchSshd = [
  `grep -v '^ClientAliveInterval' ${config} > ${config}.new || true`,
  `echo 'ClientAliveInterval 180' >> ${config}.new`,
  `mv -f ${config}.new ${config}`,
  'systemctl restart ssh',
];

const resetSshd = [
  `cp ${config} ${config}_backup`,
  `printf '%s\\n' 'Port 22' 'PermitRootLogin prohibit-password' 'PasswordAuthentication no' 'UsePAM yes' 'Subsystem sftp /usr/lib/openssh/sftp-server' > ${config}`,
];
