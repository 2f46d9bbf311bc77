import type { PublicIp, VmFacts } from '../facts.ts';
import { code } from '../text/escape.ts';
import type { Outcome } from './check.ts';

/** The outcome for a public IP that is there, but holds no address. */
export function unassignedAddress({ status }: VmFacts, { name, allocation }: PublicIp): Outcome {
  const isOff = status.kind === 'status' && !['running', 'starting'].includes(status.power);
  if (allocation === 'Static') {
    return {
      status: 'fail',
      summary: `Its public IP ${code(name)} has no address`,
      because: 'The address is static, so Azure should have assigned one: making it may have failed.',
      todo: 'Look at the public IP in the portal; deleting it and making it again may be quickest.',
    };
  }
  return {
    status: 'fail',
    summary: `Its public IP ${code(name)} has no address at the moment`,
    because: 'The address is dynamic: Azure assigns one while the VM runs, and it can be another one each time.',
    todo: isOff ? 'Start the VM, or make the address static.' : 'Check again in a minute.',
    ...(isOff && { fix: 'start-vm' as const }),
  };
}
