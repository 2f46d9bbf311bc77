import type { JitRequest } from '../../facts.ts';
import { parseIsoTime } from '../../text/iso-time.ts';
import { listOf, objectOf, propertiesOf, textOf } from './object.ts';

/**
 * What was asked for by one of Microsoft Defender's just-in-time policies, but for what was called off. What is not
 * understood counts as running: https://learn.microsoft.com/rest/api/defenderforcloud/jit-network-access-policies/get
 */
export function jitRequestsFromArm(policy: unknown): readonly JitRequest[] {
  const { requests } = propertiesOf(objectOf(policy) ?? {});
  return partsOf(requests, 'virtualMachines').flatMap((vm) =>
    partsOf([vm], 'ports').flatMap((port) => requestOf(textOf(vm.id) ?? '', port) ?? []),
  );
}

type Fields = Readonly<Record<string, unknown>>;

function partsOf(list: unknown, name: string): readonly Fields[] {
  const parts = listOf(list).flatMap((each) => listOf(objectOf(each)?.[name]));
  return parts.map(objectOf).filter((part) => part !== undefined);
}

function requestOf(vmId: string, from: Fields): JitRequest | undefined {
  const { number, allowedSourceAddressPrefix: one, allowedSourceAddressPrefixes: many, endTimeUtc } = from;
  if (wasCalledOff(from)) return undefined;
  const port = portOf(number);
  return {
    vmId,
    ...(port !== undefined && { port }),
    sources: [one, ...listOf(many)].flatMap((each) => textOf(each) || []),
    endsAtMs: parseIsoTime(textOf(endTimeUtc) ?? '') ?? Number.POSITIVE_INFINITY,
  };
}

function portOf(number: unknown): number | undefined {
  if (typeof number === 'number') return number;
  return /^\d+$/.test(textOf(number) ?? '') ? Number(number) : undefined;
}

/** One whose time is over is told as revoked as well: of that its end tells, and when its rule has to be gone. */
function wasCalledOff({ status, statusReason }: Fields): boolean {
  return /^revoked$/i.test(textOf(status) ?? '') && !/^expired$/i.test(textOf(statusReason) ?? '');
}
