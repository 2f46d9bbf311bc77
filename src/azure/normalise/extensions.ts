import type { VirtualMachine } from '@azure/arm-compute';
import type { VmExtension } from '../../core/facts.ts';
import { nameOf } from '../resource-id.ts';

/**
 * The extensions that come with the VM in one answer: as its resources, which say publisher and type; and in its instance
 * view, whose `type` is both in one word ("Microsoft.Azure.ActiveDirectory.AADSSHLoginForLinux").
 * https://learn.microsoft.com/rest/api/compute/virtual-machines/get
 */
export function normaliseExtensions({ resources, instanceView }: VirtualMachine): VmExtension[] {
  const running = (instanceView?.extensions ?? []).flatMap(({ name, type }): VmExtension[] => {
    return name || type ? [{ name: name || (type ?? ''), ...splitType(type) }] : [];
  });
  const installed = (resources ?? []).flatMap(({ id, name, ...model }): VmExtension[] => {
    const called = name || nameOf(id ?? '');
    if (called === '') return [];
    const seen = running.find((each) => each.name.toLowerCase() === called.toLowerCase());
    const publisher = model.publisher || seen?.publisher;
    const type = model.typePropertiesType || seen?.type;
    const { provisioningState } = model;
    return [
      {
        name: called,
        ...(publisher && { publisher }),
        ...(type && { type }),
        ...(provisioningState && { provisioningState }),
      },
    ];
  });
  const known = new Set(installed.map(({ name }) => name.toLowerCase()));
  return [...installed, ...running.filter(({ name }) => !known.has(name.toLowerCase()))];
}

/** A type has no dot in it; a publisher has. */
function splitType(whole: string | undefined): Pick<VmExtension, 'publisher' | 'type'> {
  const at = (whole ?? '').lastIndexOf('.');
  return whole === undefined || at < 1 ? {} : { publisher: whole.slice(0, at), type: whole.slice(at + 1) };
}
