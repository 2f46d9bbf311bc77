import { code } from '../text/escape.ts';
import type { Check } from './check.ts';

export const vmIsLinux: Check = {
  id: 'vm-is-linux',
  title: 'The VM runs Linux',
  evaluate({ facts: { vm } }) {
    switch (vm.os) {
      case 'Linux':
        return { status: 'pass', summary: `${code(vm.name)} runs Linux` };
      case 'Windows':
        return {
          status: 'fail',
          summary: `${code(vm.name)} runs Windows`,
          because: 'Azure lists its disk as a Windows disk.',
          todo: 'Connect with Remote Desktop or Azure Bastion; SSH is for Linux VMs here.',
        };
      case 'unknown':
        return {
          status: 'unknown',
          summary: `Azure does not say what ${code(vm.name)} runs`,
          because: 'Its disk names no operating system.',
          todo: 'Look up the operating system in the portal, on the Overview page of the VM.',
        };
    }
  },
};
