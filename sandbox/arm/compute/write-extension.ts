import { z } from 'zod';
import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { type ArmContext, ArmFailure, type ArmReply, type ArmRequest } from '../route.ts';
import { extensionsOf, extensionType, extensionView, parentOf } from './extensions.ts';
import { requireAgent } from './require-agent.ts';
import { instanceViewOf, powerOf } from './vm.ts';
import { planVmAccess } from './vm-access.ts';

const bodySchema = z.looseObject({
  location: z.string().min(1),
  tags: z.record(z.string(), z.string()).optional(),
  properties: z.looseObject({
    publisher: z.string().min(1),
    type: z.string().min(1),
    typeHandlerVersion: z.string().min(1),
    forceUpdateTag: z.string().nullish(),
    settings: z.unknown().optional(),
    protectedSettings: z.unknown().optional(),
  }),
});

type Body = z.infer<typeof bodySchema>;

const longestRunMs = 90 * 60_000;

/** What each extension was last run with: settings that are the same are not run again. */
const lastRuns = new WeakMap<World, Map<string, string>>();

/** PUT of an extension. @throws ArmFailure 400 for a bad body, 409 while the VM is off */
export function putExtension(request: ArmRequest, context: ArmContext): ArmReply {
  const { world } = context;
  const vm = parentOf(request, world);
  const parsed = bodySchema.safeParse(request.body);
  if (!parsed.success) throw badBody(parsed.error);
  requireRunning(vm);
  const name = request.params.extension ?? '';
  const existing = find(vm, world, name);
  const stored = resourceOf(vm, existing?.name ?? name, parsed.data);
  world.put(inState(stored, existing === undefined ? 'Creating' : 'Updating'));
  const headers = context.operations.start(request, {
    style: 'compute-put',
    location: vm.location ?? 'eastus',
    subscriptionId: request.params.sub ?? '',
    work: (closed) => install(vm, stored, parsed.data, context, closed),
    abandon: () => void finish(world, vm, stored, 'Failed', 'The sandbox let it fail.'),
  });
  const body = extensionView(world.get(stored.id) ?? stored);
  return { status: existing === undefined ? 201 : 200, headers, body };
}

/** DELETE of an extension: what it did to the machine stays. */
export function deleteExtension(request: ArmRequest, context: ArmContext): ArmReply {
  const { world } = context;
  const vm = parentOf(request, world);
  const existing = find(vm, world, request.params.extension ?? '');
  if (existing === undefined) return { status: 204 };
  requireRunning(vm);
  const headers = context.operations.start(request, {
    style: 'compute',
    location: vm.location ?? 'eastus',
    subscriptionId: request.params.sub ?? '',
    async work() {
      remember(world).delete(existing.id.toLowerCase());
      world.delete(existing.id);
      putView(world, vm, existing.name, undefined);
    },
  });
  return { status: 202, headers };
}

async function install(vm: Resource, extension: Resource, body: Body, context: ArmContext, closed: AbortSignal) {
  const { world, guests, clock } = context;
  const { publisher, type, protectedSettings, settings, forceUpdateTag } = body.properties;
  const run = JSON.stringify([publisher, type, settings, protectedSettings, forceUpdateTag]);
  const key = extension.id.toLowerCase();
  const isVmAccess =
    publisher.toLowerCase() === 'microsoft.ostcextensions' && type.toLowerCase() === 'vmaccessforlinux';
  try {
    requireAgent(vm);
    if (isVmAccess && remember(world).get(key) !== run) {
      remember(world).set(key, run);
      const limit = clock.deadline(longestRunMs);
      await enable(vm, protectedSettings, guests, AbortSignal.any([closed, limit.signal])).finally(limit.clear);
    }
    finish(world, vm, extension, 'Succeeded', 'Enable succeeded.');
  } catch (error) {
    const reason = (error as Error).message;
    finish(world, vm, extension, 'Failed', reason);
    if (error instanceof ArmFailure) throw error;
    throw new ArmFailure(
      409,
      'VMExtensionProvisioningError',
      `VM has reported a failure when processing extension '${extension.name}' (publisher '${publisher}' and type '${type}'). Error message: "${reason}".`,
    );
  }
}

async function enable(
  vm: Resource,
  settings: unknown,
  guests: ArmContext['guests'],
  signal: AbortSignal,
): Promise<void> {
  const plan = planVmAccess(settings);
  if (plan.kind === 'failure') throw new Error(`Enable failed: ${plan.reason}`);
  // The guest tells of a failure in words alone: the last line is there when all went well.
  const { stdout, stderr } = await guests.runShellScript(vm.id, `${plan.script}echo enabled`, signal);
  if (!stdout.endsWith('enabled\n'))
    throw new Error(`Enable failed: ${stderr.trim() || 'the script did not come to its end'}`);
}

function remember(world: World): Map<string, string> {
  const runs = lastRuns.get(world) ?? new Map<string, string>();
  lastRuns.set(world, runs);
  return runs;
}

function find(vm: Resource, world: World, name: string): Resource | undefined {
  return extensionsOf(vm, world).find((each) => each.id.toLowerCase().endsWith(`/extensions/${name.toLowerCase()}`));
}

/** As it is kept: what is protected is not. */
function resourceOf(vm: Resource, name: string, { location, tags, properties }: Body): Resource {
  const { protectedSettings: _, ...open } = properties;
  return {
    id: `${vm.id}/extensions/${name}`,
    name,
    type: extensionType,
    location,
    ...(tags === undefined ? {} : { tags }),
    properties: open,
  };
}

function inState(extension: Resource, provisioningState: string): Resource {
  return { ...extension, properties: { ...extension.properties, provisioningState } };
}

function finish(world: World, vm: Resource, extension: Resource, state: 'Succeeded' | 'Failed', message: string): void {
  world.put(inState(extension, state));
  const level = state === 'Succeeded' ? 'Info' : 'Error';
  const status = {
    code: `ProvisioningState/${state.toLowerCase()}`,
    level,
    displayStatus: state === 'Succeeded' ? 'Provisioning succeeded' : 'Provisioning failed',
    message,
  };
  const { type, typeHandlerVersion, publisher } = extension.properties;
  putView(world, vm, extension.name, {
    name: extension.name,
    type: `${publisher}.${type}`,
    typeHandlerVersion,
    statuses: [status],
  });
}

/** The extension's line in the VM's instance view. */
function putView(world: World, vm: Resource, name: string, view: object | undefined): void {
  const current = world.get(vm.id);
  if (current === undefined) return;
  const instanceView = instanceViewOf(current);
  const before = (instanceView.extensions ?? []) as readonly { readonly name?: string }[];
  const others = before.filter((each) => each.name?.toLowerCase() !== name.toLowerCase());
  const extensions = view === undefined ? others : [...others, view];
  world.put({ ...current, properties: { ...current.properties, instanceView: { ...instanceView, extensions } } });
}

function requireRunning(vm: Resource): void {
  if (powerOf(vm) === 'running') return;
  throw new ArmFailure(409, 'OperationNotAllowed', 'Cannot modify extensions in the VM when the VM is not running.');
}

function badBody(error: z.ZodError): ArmFailure {
  const target = error.issues[0]?.path.join('.') ?? '';
  const message = `Required parameter '${target}' is missing (null).`;
  return new ArmFailure(400, 'InvalidParameter', message, { details: [{ code: 'InvalidParameter', target, message }] });
}
