import type { Reading } from './parse-reading.ts';

/** How systemd calls the SSH server there: `ssh` on Debian and Ubuntu, `sshd` elsewhere. */
export function serviceName(reading: Reading): string {
  const [unit] = reading.words('unit') ?? [];
  if (unit !== undefined) return unit.replace(/\.service$/, '');
  return /debian|ubuntu/i.test(reading.one('os') ?? 'debian') ? 'ssh' : 'sshd';
}

/** Makes sshd take a changed configuration, if that is valid. */
export function reload(reading: Reading): string {
  return `sudo sshd -t && sudo systemctl reload ${serviceName(reading)}`;
}
