import type { Vm, VmExtension } from '../facts.ts';

const publisher = 'microsoft.azure.activedirectory';
const type = 'aadsshloginforlinux';

/**
 * The extension by which people log in with their Entra ID account. Where Azure's answer has no type, the name tells: the
 * portal and the CLI give it the type's own.
 * https://learn.microsoft.com/entra/identity/devices/howto-vm-sign-in-azure-ad-linux
 */
export function entraLogIn({ extensions = [] }: Pick<Vm, 'extensions'>): VmExtension | undefined {
  return extensions.find((each) => {
    if (each.type === undefined) return each.name.toLowerCase() === type;
    return each.type.toLowerCase() === type && (each.publisher ?? publisher).toLowerCase() === publisher;
  });
}
