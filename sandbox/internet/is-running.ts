import type { Resource } from '../world/schema.ts';
import { listAt, textAt } from './raw.ts';

/** Whether a virtual machine is up, by its instance view. */
export function isRunning(vm: Resource): boolean {
  const statuses = listAt(vm.properties, 'instanceView', 'statuses');
  return statuses.some((status) => /^PowerState\/running$/i.test(textAt(status, 'code')));
}
