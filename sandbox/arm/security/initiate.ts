import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import type { Resource } from '../../world/schema.ts';
import { type ArmContext, ArmFailure, type ArmReply, type ArmRequest } from '../route.ts';
import { durationMs } from './duration.ts';
import { openDoor } from './open-door.ts';

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

type PortRequest = z.infer<typeof bodySchema>['virtualMachines'][number]['ports'][number];

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
    ports.map((port) => ({ vmId: id, ...allowed(policy, id, port, nowMs) })),
  );
  for (const door of doors) openDoor(door, context);
  const body = {
    virtualMachines: parsed.data.virtualMachines.map(({ id, ports }) => ({
      id,
      ports: ports.map(({ number, allowedSourceAddressPrefix = '*', endTimeUtc }) => ({
        number,
        allowedSourceAddressPrefix,
        endTimeUtc: new Date(endTimeUtc).toISOString(),
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
  const source = port.allowedSourceAddressPrefix ?? sources[0] ?? '*';
  if (!sources.some((allowed) => holds(allowed, source))) throw invalid(`The source '${source}' is not allowed.`);
  return { port: port.number, protocol: rule.protocol ?? '*', source, endMs };
}

/** Whether a request's source lies within one of the policy's: both are an address, a CIDR block or `*`. */
function holds(allowed: string, source: string): boolean {
  if (allowed === '*' || allowed === source) return true;
  const [network = '', mask] = allowed.split('/');
  const [address = '', length] = source.split('/');
  if (isIP(network) === 0 || isIP(network) !== isIP(address)) return false;
  const family = isIP(network) === 4 ? 'ipv4' : 'ipv6';
  const whole = family === 'ipv4' ? 32 : 128;
  const block = new BlockList();
  block.addSubnet(network, Number(mask ?? whole), family);
  return Number(length ?? whole) >= Number(mask ?? whole) && block.check(address, family);
}

function invalid(message: string): ArmFailure {
  return new ArmFailure(400, 'InvalidJitNetworkAccessRequest', message);
}
