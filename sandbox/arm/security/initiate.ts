import { z } from 'zod';
import type { Resource } from '../../world/schema.ts';
import { readAddressPrefix } from '../network/address-prefix.ts';
import { type ArmContext, ArmFailure, type ArmReply, type ArmRequest } from '../route.ts';
import { durationMs } from './duration.ts';
import { isWithin } from './is-within.ts';
import { openDoor, requireGroups } from './open-door.ts';

const shortestMs = 5 * 60 * 1000;

const bodySchema = z.looseObject({
  justification: z.string().nullish(),
  virtualMachines: z
    .array(
      z.looseObject({
        id: z.string(),
        ports: z
          .array(
            z.looseObject({
              number: z.int().min(0).max(65535),
              endTimeUtc: z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'must be a time'),
              allowedSourceAddressPrefix: z.string().optional(),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
});

type PortRequest = z.infer<typeof bodySchema>['virtualMachines'][number]['ports'][number] & {
  readonly allowedSourceAddressPrefix: string;
};

interface PolicyVm {
  readonly id: string;
  readonly ports?: readonly {
    readonly number: number;
    readonly protocol?: string;
    readonly allowedSourceAddressPrefix?: string;
    readonly allowedSourceAddressPrefixes?: readonly string[];
    readonly maxRequestAccessDuration?: string;
  }[];
}

/**
 * Opens the ports that were asked for until their end times. It answers with 202 and the request; there is nothing to
 * poll, and no way to close a port early.
 * @throws ArmFailure 400 for a VM, port or end time that the policy does not allow
 */
export function initiate(policy: Resource, request: ArmRequest, context: ArmContext): ArmReply {
  const parsed = bodySchema.safeParse(request.body);
  if (!parsed.success) throw invalid(parsed.error.issues[0]?.message ?? 'The request is invalid.');
  const nowMs = context.clock.now();
  const doors = parsed.data.virtualMachines.flatMap(({ id, ports }) =>
    ports.map((port) => ({ policy: policy.name, vmId: id, ...allowed(policy, id, withSource(port, context), nowMs) })),
  );
  // All of them can be opened, or none is.
  for (const { vmId } of doors) requireGroups(context.world, vmId);
  for (const door of doors) openDoor(door, context);
  const body = {
    virtualMachines: parsed.data.virtualMachines.map(({ id, ports }) => ({
      id,
      ports: ports.map((port) => ({
        number: port.number,
        allowedSourceAddressPrefix: withSource(port, context).allowedSourceAddressPrefix,
        endTimeUtc: new Date(port.endTimeUtc).toISOString(),
        status: 'Initiated',
        statusReason: 'UserRequested',
      })),
    })),
    startTimeUtc: new Date(nowMs).toISOString(),
    requestor: 'sandbox',
    ...(parsed.data.justification && { justification: parsed.data.justification }),
  };
  const stored = policy.properties.requests;
  const requests = [...(Array.isArray(stored) ? stored : []), body];
  context.world.put({ ...policy, properties: { ...policy.properties, requests } });
  return { status: 202, body };
}

/**
 * A port without a source is opened to whoever asks: here the bot's address.
 * https://learn.microsoft.com/javascript/api/@azure/arm-security/jitnetworkaccesspolicyinitiateport
 */
function withSource<Port extends { readonly allowedSourceAddressPrefix?: string | undefined }>(
  port: Port,
  { world }: ArmContext,
): Port & { readonly allowedSourceAddressPrefix: string } {
  return { ...port, allowedSourceAddressPrefix: port.allowedSourceAddressPrefix ?? world.botAddress };
}

function allowed(policy: Resource, vmId: string, port: PortRequest, nowMs: number) {
  const vms = (policy.properties.virtualMachines ?? []) as readonly PolicyVm[];
  const vm = vms.find((each) => each.id.toLowerCase() === vmId.toLowerCase());
  if (vm === undefined) throw invalid(`The virtual machine '${vmId}' is not part of the policy '${policy.name}'.`);
  const rule = vm.ports?.find((each) => each.number === port.number);
  if (rule === undefined) throw invalid(`Port ${port.number} of '${vmId}' is not part of the policy '${policy.name}'.`);
  const endMs = Date.parse(port.endTimeUtc);
  const longestMs = durationMs(rule.maxRequestAccessDuration ?? 'PT3H') ?? 0;
  if (endMs - nowMs < shortestMs || endMs - nowMs > longestMs) {
    throw invalid(
      `The end time ${port.endTimeUtc} is not between 5 minutes and ${rule.maxRequestAccessDuration ?? 'PT3H'} from now.`,
    );
  }
  const sources = rule.allowedSourceAddressPrefixes ?? [rule.allowedSourceAddressPrefix ?? '*'];
  const source = port.allowedSourceAddressPrefix;
  if (readAddressPrefix(source).kind === 'invalid') throw invalid(`The source '${source}' is no address.`);
  if (!sources.some((each) => isWithin(source, each))) throw invalid(`The source '${source}' is not allowed.`);
  return { port: port.number, protocol: rule.protocol ?? '*', source, endMs };
}

function invalid(message: string): ArmFailure {
  return new ArmFailure(400, 'InvalidJitNetworkAccessRequest', message);
}
