import type { Plan } from './plan.ts';

/** Whether a script in the VM is part of it: that takes half a minute and more, and needs a VM that runs. */
export function runsInGuest({ writes, undo }: Pick<Plan, 'writes' | 'undo'>): boolean {
  return [...writes, ...undo].some(({ script }) => script !== undefined);
}
