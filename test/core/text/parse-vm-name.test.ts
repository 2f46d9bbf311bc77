import { describe, expect, it } from 'vitest';
import { parseVmName } from '../../../src/core/text/parse-vm-name.ts';

const id =
  '/subscriptions/0B1F6471-1bf0-4dda-aec3-111122223333/resourceGroups/My-Group/providers/Microsoft.Compute/virtualMachines/my_VM';

describe('parseVmName', () => {
  it.each([
    ['a name', 'myVM', { kind: 'plain', name: 'myVM' }],
    ['a name that begins with a digit', '1.vm_x', { kind: 'plain', name: '1.vm_x' }],
    ['a letter beyond ASCII', 'größe', { kind: 'plain', name: 'größe' }],
    ['a group', 'grp(1)_x/myVM', { kind: 'in-group', resourceGroup: 'grp(1)_x', name: 'myVM' }],
    ['an id', id, { kind: 'id', id }],
    [
      'an id in lower case',
      id.toLowerCase(),
      {
        kind: 'id',
        id: id
          .toLowerCase()
          .replace('resourcegroups', 'resourceGroups')
          .replace('microsoft.compute/virtualmachines', 'Microsoft.Compute/virtualMachines'),
      },
    ],
    ['an id without its first slash', id.slice(1), { kind: 'id', id }],
    ['an id with a slash behind', `${id}/`, { kind: 'id', id }],
    [
      'an address of the portal',
      `https://portal.azure.com/#@contoso.example/resource${id}/overview`,
      { kind: 'id', id },
    ],
  ])('takes %s', (_, text, name) => {
    expect(parseVmName(text)).toEqual({ ok: true, name });
  });

  it.each([
    ['nothing', '', 'missing'],
    ['a space', 'my VM', 'a space'],
    ['a sign', 'my$VM', '"$"'],
    ['an underscore in front', '_vm', 'begins with'],
    ['a dash at the end', 'vm-', 'end in "-"'],
    ['a dot at the end', 'rg/vm.', 'end in "."'],
    ['an empty group', '/myVM', 'resource group is missing'],
    ['an empty name', 'rg/', 'name of the VM is missing'],
    ['a group with a sign', 'r*g/myVM', '"*"'],
    ['a group with a dot at its end', 'rg./myVM', 'end in "."'],
    ['three parts', 'sub/rg/myVM', 'neither'],
    ['a name too long', 'x'.repeat(81), 'too long'],
    ['another resource', id.replace('virtualMachines', 'disks'), 'not the resource id of a VM'],
    [
      "another provider's virtual machine",
      id.replace('Microsoft.Compute', 'Microsoft.AVS'),
      'not the resource id of a VM',
    ],
    ['a part of a VM', `${id}/extensions/x`, 'not the resource id of a VM'],
    ['half an id', id.slice(0, 60), 'not the resource id of a VM'],
    ['an id with two slashes in front', `/${id}`, 'neither'],
    ['a web address', 'https://example.com/subscriptions/x', 'neither'],
    ['a subscription that is none', id.replace('0B1F6471', '0%20F6471'), 'not the id of a subscription'],
  ])('refuses %s', (_, text, problem) => {
    expect(parseVmName(text)).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
  });
});
