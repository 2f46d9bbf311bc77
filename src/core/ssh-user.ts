import type { Vm } from './facts.ts';
import { code } from './text/escape.ts';

/** The user to log in as, as it is typed in front of the @. */
export interface SshUser {
  /** The VM's own administrator, or `USERNAME` for the person to replace. */
  readonly typed: string;
  /** One sentence about what the person has to fill in. */
  readonly hint?: string;
}

/**
 * Names that sshd and every shell take as they are: what `useradd` allows, capitals included, but for the dollar at the
 * end, which a shell would read together with the @ behind it.
 */
const plainUser = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

export function sshUser({ adminUsername }: Pick<Vm, 'adminUsername'>): SshUser {
  if (adminUsername === undefined || adminUsername === '') {
    return {
      typed: 'USERNAME',
      hint: 'Azure does not know a user name of this VM: put yours in place of USERNAME.',
    };
  }
  if (plainUser.test(adminUsername)) return { typed: adminUsername };
  return {
    typed: 'USERNAME',
    hint: `Azure knows the user ${code(adminUsername)}, which a shell would take apart: put your own in place of USERNAME.`,
  };
}
