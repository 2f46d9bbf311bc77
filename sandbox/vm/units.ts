import type { MachineState } from './machine-state.ts';
import type { SshdState } from './sshd/sshd.ts';

/** One unit of systemd as it is just now. */
export interface Unit {
  readonly name: string;
  readonly description: string;
  readonly active: 'active' | 'inactive' | 'failed';
  /** `running`, `exited`, `dead`, `failed`, `listening` */
  readonly sub: string;
  readonly enabled: 'enabled' | 'disabled' | 'static';
}

export function unitsOf(state: MachineState, sshd: SshdState): readonly Unit[] {
  const service = (name: string, description: string, isRunning: boolean): Unit => ({
    name: `${name}.service`,
    description,
    active: isRunning ? 'active' : 'inactive',
    sub: isRunning ? 'running' : 'dead',
    enabled: isRunning ? 'enabled' : 'disabled',
  });
  const oneShot = (unit: Unit): Unit => ({ ...unit, sub: unit.active === 'active' ? 'exited' : 'dead' });
  const { firewall, given } = state;
  const uses = (kind: typeof firewall.kind) => firewall.kind === kind && firewall.active;
  const ssh: Unit = { ...service('ssh', 'OpenBSD Secure Shell server', sshd.running), enabled: 'enabled' };
  return [
    service('cron', 'Regular background program processing daemon', true),
    ...(given.fail2ban ? [service('fail2ban', 'Fail2Ban Service', state.fail2banRunning)] : []),
    ...(firewall.kind === 'firewalld'
      ? [service('firewalld', 'firewalld - dynamic firewall daemon', firewall.active)]
      : [oneShot({ ...service('ufw', 'Uncomplicated firewall', true) })]),
    oneShot(service('nftables', 'nftables', uses('nftables'))),
    sshd.failed ? { ...ssh, active: 'failed', sub: 'failed' } : ssh,
    { ...service('ssh', 'OpenBSD Secure Shell server socket', false), name: 'ssh.socket' },
    { ...service('systemd-journald', 'Journal Service', true), enabled: 'static' },
    service('walinuxagent', 'Azure Linux Agent', true),
    ...given.failedUnits.map(
      (name): Unit => ({
        name: withSuffix(name),
        description: name,
        active: 'failed',
        sub: 'failed',
        enabled: 'enabled',
      }),
    ),
  ];
}

/** `ssh` is `ssh.service`; on Ubuntu `sshd` is another name of it. */
export function withSuffix(name: string): string {
  const whole = /\.(service|socket|timer|target|mount)$/.test(name) ? name : `${name}.service`;
  return whole === 'sshd.service' ? 'ssh.service' : whole;
}

/** What `systemctl is-system-running` says: nothing is well while a unit has failed. */
export function bootState({ given }: MachineState, units: readonly Unit[]): string {
  return given.boot === 'running' && units.some((unit) => unit.active === 'failed') ? 'degraded' : given.boot;
}
