import { code } from '../../text/escape.ts';
import { listeners } from '../listeners.ts';
import type { Reading } from '../parse-reading.ts';
import { type Finding, notTold, type Question } from '../question.ts';
import { serviceName } from '../service-name.ts';

/** Whether the SSH server runs, or is started by the first connection, and whether it comes back after a restart. */
export const sshdRunning: Question = {
  id: 'sshd-running',
  title: 'the SSH server',
  find(reading, { port }) {
    const [unit = '', active = '', enabled = ''] = reading.one('unit')?.split(' ') ?? [];
    const socket = reading.one('socket')?.split(' ') ?? [];
    if (reading.lacks('sshd') && active !== 'active') return notFound(reading, port);
    if (active === 'active' || active === 'reloading') return runs(reading, enabled, socket[2]);
    if (socket[1] === 'active')
      return { status: 'ok', summary: `sshd is started by the first connection (${code(socket[0] ?? '')})` };
    if (active === 'activating')
      return {
        status: 'warning',
        summary: 'sshd is being started',
        because: 'If it stays so, its log says why.',
        mend: `sudo journalctl -u ${serviceName(reading)} -n 30 --no-pager`,
      };
    if (['inactive', 'failed', 'deactivating'].includes(active)) return stopped(reading, unit, active, enabled);
    return byProcesses(reading);
  },
};

function notFound(reading: Reading, port: number): Finding {
  if (listeners(reading)?.some((each) => each.port === port))
    return notTold('No OpenSSH server was found', 'Something else listens on the port: it may be another SSH server.');
  const install = /debian|ubuntu/i.test(reading.one('os') ?? '') ? 'apt-get install' : 'dnf install';
  return {
    status: 'problem',
    summary: 'No SSH server is installed',
    because: 'There is no `sshd` in any of the usual places.',
    mend: `sudo ${install} openssh-server`,
  };
}

function runs(reading: Reading, enabled: string, socketEnabled: string | undefined): Finding {
  if (!/^(disabled|masked)/.test(enabled) || socketEnabled === 'enabled') return { status: 'ok', summary: 'sshd runs' };
  const name = serviceName(reading);
  return {
    status: 'warning',
    summary: 'sshd runs, but is not started when the machine is',
    because: `systemd calls it ${code(enabled)}: after the next restart nobody gets in.`,
    mend: enabled.startsWith('masked') ? `sudo systemctl unmask ${name}` : `sudo systemctl enable ${name}`,
  };
}

function stopped(reading: Reading, unit: string, active: string, enabled: string): Finding {
  const name = serviceName(reading);
  const start = enabled === 'disabled' ? `sudo systemctl enable --now ${name}` : `sudo systemctl start ${name}`;
  const words =
    active === 'failed' ? 'sshd has failed' : active === 'inactive' ? 'sshd is stopped' : 'sshd is being stopped';
  return {
    status: 'problem',
    summary: words,
    because: `systemd calls ${code(unit)} ${code(active)} and ${code(enabled)}.`,
    mend: [
      ...(enabled.startsWith('masked') ? [`sudo systemctl unmask ${name}`] : []),
      ...(active === 'failed' ? [`sudo journalctl -u ${name} -n 30 --no-pager`] : []),
      start,
    ].join('\n'),
  };
}

function byProcesses(reading: Reading): Finding {
  const processes = Number(reading.one('processes') ?? Number.NaN);
  if (processes > 0) return { status: 'ok', summary: 'sshd runs', because: 'systemd does not know of it.' };
  if (processes === 0)
    return {
      status: 'problem',
      summary: 'sshd does not run',
      because: 'There is no process of that name.',
      mend: `sudo service ${serviceName(reading)} start`,
    };
  return notTold('Whether sshd runs is not known', 'Neither systemd nor the list of processes tells.');
}
