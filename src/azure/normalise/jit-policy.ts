import { z } from 'zod';
import type { JitPolicy, JitPort } from '../../core/facts.ts';
import { nameOf, sameId } from '../resource-id.ts';
import { UnexpectedAnswer } from '../unexpected-answer.ts';

const portSchema = z.looseObject({
  number: z.int(),
  protocol: z.string(),
  allowedSourceAddressPrefix: z.string().nullish(),
  allowedSourceAddressPrefixes: z.array(z.string()).nullish(),
  maxRequestAccessDuration: z.string(),
});

const policySchema = z.looseObject({
  id: z.string(),
  name: z.string().optional(),
  properties: z.looseObject({
    virtualMachines: z.array(z.looseObject({ id: z.string(), ports: z.array(portSchema) })),
  }),
});

/** One page of https://learn.microsoft.com/rest/api/defenderforcloud/jit-network-access-policies/list */
export const jitPageSchema = z.looseObject({ value: z.array(z.unknown()), nextLink: z.string().nullish() });

/** What a policy says of one VM; undefined where it is about others. @throws UnexpectedAnswer */
export function normaliseJitPolicy(model: unknown, vmId: string): JitPolicy | undefined {
  const parsed = policySchema.safeParse(model);
  if (!parsed.success) throw new UnexpectedAnswer(`a policy lacks ${parsed.error.issues[0]?.path.join('.')}`);
  const { id, name, properties } = parsed.data;
  const vm = properties.virtualMachines.find((each) => sameId(each.id, vmId));
  return vm && { id, name: name ?? nameOf(id), vmId: vm.id, ports: vm.ports.map(normalisePort) };
}

function normalisePort(port: z.infer<typeof portSchema>): JitPort {
  const { number, protocol, allowedSourceAddressPrefix: one, allowedSourceAddressPrefixes: many } = port;
  const maxDurationMs = durationMs(port.maxRequestAccessDuration);
  if (maxDurationMs === undefined)
    throw new UnexpectedAnswer(`"${port.maxRequestAccessDuration}" is no duration of a policy`);
  // The two exclude each other, and neither means anybody.
  const sources = many?.length ? many : [one || '*'];
  return { number, protocol, sources, maxDurationMs };
}

/** An ISO 8601 duration of days, hours, minutes and seconds ("PT3H"), as policies have them. */
function durationMs(text: string): number | undefined {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i.exec(text)?.slice(1);
  if (parts === undefined || parts.every((part) => part === undefined)) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
