import type { ArmRequest } from '../writes.ts';

/** Whether a change runs a script on a VM: it answers with output, and one that failed may have done half of its work. */
export function runsScript({ method, path }: Pick<ArmRequest, 'method' | 'path'>): boolean {
  return method === 'POST' && /\/runCommand$/i.test(path);
}
