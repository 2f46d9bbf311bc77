import type { VmName } from '../vm-name.ts';
import { describeCharacter } from './describe-character.ts';
import { code } from './escape.ts';
import { type Refusal, refuse } from './refusal.ts';

export type ParsedVmName = { readonly ok: true; readonly name: VmName } | Refusal;

const howToName = 'Name a VM as `myVM`, as `myResourceGroup/myVM`, or by its resource id.';
const howToId =
  "A VM's resource id looks like `/subscriptions/…/resourceGroups/…/providers/Microsoft.Compute/virtualMachines/myVM`; `az vm show --query id` prints it.";

/** A VM's name, `group/name`, resource id or portal address. The text is one word, already normalised. */
export function parseVmName(text: string): ParsedVmName {
  if (text === '') return refuse('The name of the VM is missing.', howToName);
  const idStarts = text.toLowerCase().indexOf('subscriptions/');
  const prefix = idStarts < 0 ? text : text.slice(0, idStarts);
  if (prefix === '' || prefix === '/') return parseId(text.slice(idStarts), false);
  if (idStarts > 0 && /^https:\/\/portal\.azure\.(com|us|cn)\//i.test(text)) return parseId(text.slice(idStarts), true);
  const parts = text.split('/');
  const [group = '', name] = parts;
  if (parts.length > 2) return refuse(`${code(text)} is neither a VM's name nor its resource id.`, howToName);
  if (name === undefined) return checked({ kind: 'plain', name: group });
  return checked({ kind: 'in-group', resourceGroup: group, name });
}

/** @param isAddress a portal address goes on behind the id ("/overview"), an id must not */
function parseId(text: string, isAddress: boolean): ParsedVmName {
  const segments = text.replace(/\/+$/, '').split('/');
  const [subscriptions, subscriptionId = '', groups, resourceGroup = '', providers, namespace, type, name = ''] =
    segments;
  const words = [subscriptions, groups, providers, namespace, type].map((word) => word?.toLowerCase());
  const shape = 'subscriptions resourcegroups providers microsoft.compute virtualmachines';
  if (words.join(' ') !== shape || (!isAddress && segments.length > 8)) {
    return refuse(`${code(text)} is not the resource id of a VM.`, howToId);
  }
  if (!/^[0-9a-z-]+$/i.test(subscriptionId)) {
    return refuse(`${code(subscriptionId)} is not the id of a subscription.`, howToId);
  }
  const problem = problemWithGroup(resourceGroup) ?? problemWithName(name);
  if (problem !== undefined) return refuse(problem, howToId);
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/virtualMachines/${name}`;
  return { ok: true, name: { kind: 'id', id } };
}

function checked(name: Exclude<VmName, { kind: 'id' }>): ParsedVmName {
  const problem =
    (name.kind === 'in-group' ? problemWithGroup(name.resourceGroup) : undefined) ?? problemWithName(name.name);
  return problem === undefined ? { ok: true, name } : refuse(problem, howToName);
}

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcompute */
function problemWithName(name: string): string | undefined {
  if (name === '') return 'The name of the VM is missing.';
  const odd = /[^\p{L}\p{N}._-]/u.exec(name)?.[0];
  if (odd !== undefined) return `No VM is called ${code(name)}: a VM's name cannot hold ${describeCharacter(odd)}.`;
  if (name.length > 80) return `${code(`${name.slice(0, 20)}…`)} is too long for a VM's name.`;
  if (!/^[\p{L}\p{N}]/u.test(name)) return `No VM is called ${code(name)}: a VM's name begins with a letter or digit.`;
  if (/[.-]$/.test(name)) return `No VM is called ${code(name)}: a VM's name does not end in "${name.at(-1)}".`;
  return undefined;
}

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftresources */
function problemWithGroup(group: string): string | undefined {
  if (group === '') return 'The name of the resource group is missing.';
  const odd = /[^\p{L}\p{N}._()-]/u.exec(group)?.[0];
  if (odd !== undefined) {
    return `No resource group is called ${code(group)}: its name cannot hold ${describeCharacter(odd)}.`;
  }
  if (group.length > 90) return `${code(`${group.slice(0, 20)}…`)} is too long for a resource group's name.`;
  return group.endsWith('.') ? `No resource group is called ${code(group)}: its name does not end in ".".` : undefined;
}
