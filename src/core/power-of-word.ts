import type { PowerState } from './facts.ts';

/** A hibernated VM is a deallocated one that will resume. https://learn.microsoft.com/azure/virtual-machines/hibernate-resume */
const states: ReadonlyMap<string, PowerState> = new Map<string, PowerState>([
  ['running', 'running'],
  ['starting', 'starting'],
  ['stopping', 'stopping'],
  ['stopped', 'stopped'],
  ['deallocating', 'deallocating'],
  ['deallocated', 'deallocated'],
  ['hibernating', 'deallocating'],
  ['hibernated', 'deallocated'],
]);

/** Azure's word for the state of a VM, as it stands behind "PowerState/"; undefined where it is another one. */
export function powerOfWord(word: string): PowerState | undefined {
  return states.get(word.toLowerCase());
}
