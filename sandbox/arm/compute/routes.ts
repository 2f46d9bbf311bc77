import { page } from '../page.ts';
import { type ArmContext, ArmFailure, type ArmReply, type ArmRequest, type ArmRoute } from '../route.ts';
import { getExtension, listExtensions } from './extensions.ts';
import { deallocate, powerOff, restart, start } from './power.ts';
import { runCommand } from './run-command.ts';
import { instanceViewOf, vmOf, vmType } from './vm.ts';
import { vmView } from './vm-view.ts';
import { deleteExtension, putExtension } from './write-extension.ts';

const readVm = `${vmType}/read`;
const vms = '/subscriptions/{sub}/resourceGroups/{rg}/providers/Microsoft.Compute/virtualMachines';
const vm = `${vms}/{vm}`;

export const computeRoutes: readonly ArmRoute[] = [
  {
    method: 'GET',
    path: '/subscriptions/{sub}/providers/Microsoft.Compute/virtualMachines',
    action: readVm,
    handle: listVms,
  },
  { method: 'GET', path: vms, action: readVm, handle: listVms },
  { method: 'GET', path: vm, action: readVm, handle: getVm },
  {
    method: 'GET',
    path: `${vm}/instanceView`,
    action: `${vmType}/instanceView/read`,
    handle: (request, { world }) => ({
      status: 200,
      headers: computeQuota,
      body: instanceViewOf(vmOf(request, world)),
    }),
  },
  { method: 'POST', path: `${vm}/start`, action: `${vmType}/start/action`, handle: start },
  { method: 'POST', path: `${vm}/powerOff`, action: `${vmType}/powerOff/action`, handle: powerOff },
  { method: 'POST', path: `${vm}/deallocate`, action: `${vmType}/deallocate/action`, handle: deallocate },
  { method: 'POST', path: `${vm}/restart`, action: `${vmType}/restart/action`, handle: restart },
  { method: 'POST', path: `${vm}/runCommand`, action: `${vmType}/runCommand/action`, handle: runCommand },
  {
    method: 'GET',
    path: `${vm}/extensions`,
    action: `${vmType}/extensions/read`,
    handle: (request, { world }) => listExtensions(request, world),
  },
  {
    method: 'GET',
    path: `${vm}/extensions/{extension}`,
    action: `${vmType}/extensions/read`,
    handle: (request, { world }) => getExtension(request, world),
  },
  {
    method: 'PUT',
    path: `${vm}/extensions/{extension}`,
    action: `${vmType}/extensions/write`,
    handle: putExtension,
  },
  {
    method: 'DELETE',
    path: `${vm}/extensions/{extension}`,
    action: `${vmType}/extensions/delete`,
    handle: deleteExtension,
  },
];

/** Compute's own quotas, which it tells beside Resource Manager's. They are not enforced here. */
const computeQuota = {
  'x-ms-ratelimit-remaining-resource': 'Microsoft.Compute/LowCostGet3Min;3999,Microsoft.Compute/LowCostGet30Min;31999',
};

function listVms(request: ArmRequest, { world, pageSize, mayRead }: ArmContext): ArmReply {
  const { sub = '', rg } = request.params;
  const prefix = `/subscriptions/${sub}/${rg === undefined ? '' : `resourceGroups/${rg}/`}`.toLowerCase();
  const instanceView =
    request.query('statusOnly')?.toLowerCase() === 'true' || request.query('$expand')?.toLowerCase() === 'instanceview';
  const items = world
    .list(vmType)
    .filter((each) => each.id.toLowerCase().startsWith(prefix) && mayRead(each.id, readVm));
  const { value, ...next } = page(items, request, pageSize);
  return {
    status: 200,
    headers: computeQuota,
    body: { value: value.map((each) => vmView(each, world, { instanceView, extensions: 'ids' })), ...next },
  };
}

function getVm(request: ArmRequest, { world }: ArmContext): ArmReply {
  const found = vmOf(request, world);
  const expand = request.query('$expand')?.toLowerCase() ?? '';
  if (!['', 'instanceview', 'userdata'].includes(expand)) {
    const message = `The value '${request.query('$expand')}' of parameter '$expand' is invalid. Supported values are: 'instanceView', 'userData'.`;
    throw new ArmFailure(400, 'InvalidParameter', message);
  }
  const body = vmView(found, world, { instanceView: expand === 'instanceview', extensions: 'whole' });
  return { status: 200, headers: computeQuota, body };
}
