import { code } from '../../text/escape.ts';
import { configOf } from '../config-of.ts';
import { isLoopback, type Listener, listeners } from '../listeners.ts';
import type { Reading } from '../parse-reading.ts';
import { type Finding, notTold, type Question } from '../question.ts';
import { serviceName } from '../service-name.ts';

/** systemd holds the port where the first connection starts sshd. */
const sshPrograms = new Set(['sshd', 'sshd-session', 'systemd', 'init', 'dropbear', '', '-']);

/** Whether somebody listens on the port that is asked for, on an address that others reach, and whether it is sshd. */
export const sshdListening: Question = {
  id: 'sshd-listening',
  title: 'the port',
  find(reading, { port }) {
    const all = listeners(reading);
    if (all === undefined)
      return notTold(
        'On which ports sshd listens is not known',
        reading.lacks('ss') ? 'Neither `ss` nor `netstat` is installed there.' : '`ss` did not answer.',
      );
    const here = all.filter((each) => each.port === port);
    if (here.length === 0) return notHere(reading, all, port);
    const stranger = here.find((each) => !sshPrograms.has(each.program));
    if (stranger !== undefined)
      return {
        status: 'problem',
        summary: `On port ${port} something else listens: ${code(stranger.program)}`,
        because: 'sshd cannot have the port at the same time.',
        mend: `sudo ss -ltnp 'sport = :${port}'`,
      };
    if (here.every(isLoopback))
      return {
        status: 'problem',
        summary: `sshd listens on port ${port} for the machine itself alone`,
        because: `It listens on ${addresses(here)}, which nobody reaches from outside: look for \`ListenAddress\`.`,
        mend: 'sudo grep -rn ListenAddress /etc/ssh/sshd_config /etc/ssh/sshd_config.d',
      };
    return { status: 'ok', summary: `sshd listens on port ${port}, at ${addresses(here)}` };
  },
};

function notHere(reading: Reading, all: readonly Listener[], port: number): Finding {
  const others = [...new Set(all.filter((each) => each.program.startsWith('sshd')).map((each) => each.port))];
  const [other] = others;
  if (other === undefined && isOff(reading))
    return { status: 'not-asked', summary: `Nobody listens on port ${port}, since sshd does not run` };
  const configured = configOf(reading, 'port').split(' ').includes(String(port));
  const name = serviceName(reading);
  if (other !== undefined)
    return {
      status: 'problem',
      summary: `sshd listens on port ${others.join(' and ')}, and not on ${port}`,
      because: configured
        ? `Its configuration has port ${port}: it has not been restarted since that was written.`
        : `Connect with ${code(`ssh -p ${other}`)}, or have it checked with ${code(`port ${other}`)}.`,
      ...(configured && { mend: `sudo systemctl restart ${name}` }),
    };
  return {
    status: 'problem',
    summary: `Nobody listens on port ${port}`,
    because: 'A connection is refused before anything else is looked at.',
    mend: `sudo systemctl restart ${name}\nsudo ss -ltnp`,
  };
}

/** What follows from another question's problem is not told as a second one. */
function isOff(reading: Reading): boolean {
  const [unit, socket] = [reading.words('unit'), reading.words('socket')];
  return ['inactive', 'failed'].includes(unit?.[1] ?? '') && socket?.[1] !== 'active';
}

function addresses(found: readonly Listener[]): string {
  return [...new Set(found.map(({ address }) => address))].map(code).join(' and ');
}
