import { inert } from '../text/escape.ts';
import type { Check } from './check.ts';
import { skipped, unknownOutcome } from './sentences.ts';

/** SSH does not need the agent, so it never fails; Run Command does, and with it the host key's fingerprint. */
export const vmAgent: Check = {
  id: 'vm-agent',
  title: 'The VM agent is ready',
  evaluate({ facts: { status } }) {
    if (status.kind === 'unreadable') return unknownOutcome('Whether the VM agent is ready could not be read', status);
    if (status.power !== 'running' && status.power !== 'unknown') return skipped('The VM is not running.');
    const { state, message } = status.agent;
    if (state === 'ready') return { status: 'pass', summary: 'The VM agent is ready' };
    const reported = message === undefined || message === '' ? '' : ` Azure says: ${inert(message)}`;
    return {
      status: 'warn',
      summary: state === 'absent' ? 'No VM agent reports from the VM' : 'The VM agent is not ready',
      because: `SSH works without it; Run Command, and with it proving the host key, does not.${reported}`,
      todo: 'Wait a few minutes after a start; else restart `walinuxagent` (or `waagent`) on the VM.',
    };
  },
};
