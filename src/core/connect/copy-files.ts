import { everywhere } from './lines.ts';
import { type SshTo, scpLines } from './ssh-line.ts';
import type { Step } from './way.ts';

/** A file to the VM's home directory, and one from there. */
export function copyFiles(to: SshTo): Step {
  const { there, back } = scpLines(to);
  return {
    title: 'Copy a file to the VM, and one from it',
    lines: everywhere(there, back),
  };
}
