import type { Planned, PlanRefusal } from '../actions/action.ts';
import { refused } from '../actions/plan-refusal.ts';
import { listWords } from '../checks/sentences.ts';
import type { JitPolicy, JitPort, VmFacts } from '../facts.ts';
import { AddressSet } from '../net/address-set.ts';
import { parsePrefix } from '../net/prefix.ts';
import { durationWords } from '../text/duration.ts';
import { code, inert } from '../text/escape.ts';
import { apiVersions } from './api-versions.ts';
import type { Opening } from './opening.ts';

/** https://learn.microsoft.com/rest/api/defenderforcloud/jit-network-access-policies/initiate */
const shortestMs = 5 * 60_000;

interface Cover {
  readonly policy: JitPolicy;
  readonly port: JitPort;
}

/** Just-in-time policies that guard this port of the VM, always in the same order. */
export function jitCovering({ jit }: VmFacts, port: number): readonly Cover[] {
  if (jit === undefined || 'kind' in jit) return [];
  return jit
    .flatMap((policy) => policy.ports.map((each) => ({ policy, port: each })))
    .filter(({ port: each }) => each.number === port && /^(tcp|\*|all)$/i.test(each.protocol))
    .toSorted((a, b) => (a.policy.id.toLowerCase() < b.policy.id.toLowerCase() ? -1 : 1));
}

/**
 * Where Microsoft Defender guards the port, it is asked to open it: a rule of one's own beside its rules would hide the
 * opening from whoever watches there. Defender closes the port by itself; there is no request that closes it earlier.
 * https://learn.microsoft.com/azure/defender-for-cloud/just-in-time-access-overview
 */
export function openByJit(
  covers: readonly [Cover, ...Cover[]],
  opening: Opening,
  requestId: string,
): Planned | PlanRefusal {
  const refusals = covers.map((cover) => whyNot(cover, opening));
  const at = refusals.indexOf(undefined);
  const { policy } = covers[at] ?? covers[0];
  if (at < 0 && refusals[0] !== undefined) return refusals[0];
  const { content, opensForMs, vm } = opening;
  const { from, port } = content;
  const door = { number: port, allowedSourceAddressPrefix: from, endTimeUtc: { $hole: 'closing-time' } };
  const write = {
    method: 'POST',
    path: `${policy.id}/initiate`,
    apiVersion: apiVersions.security,
    body: { virtualMachines: [{ id: policy.vmId, ports: [door] }], justification: `Drawbridge request ${requestId}` },
    says: `Have Microsoft Defender open TCP ${port} to ${from} through its just-in-time policy ${inert(policy.name)}`,
  } as const;
  const notes = [
    'Microsoft Defender opens the port and closes it at the end by itself; it cannot be closed early, and not extended.',
    ...opening.notes,
  ];
  return { kind: 'planned', plan: { vm, opensForMs, writes: [write], undo: [] }, notes };
}

function whyNot({ policy, port }: Cover, { content: { from }, opensForMs }: Opening): PlanRefusal | undefined {
  const name = `just-in-time policy ${code(policy.name)}`;
  if (opensForMs < shortestMs)
    return refused(`Microsoft Defender's ${name} opens a port for 5 min at least.`, 'Ask for 5 minutes or more.');
  if (opensForMs > port.maxDurationMs)
    return refused(
      `Microsoft Defender's ${name} opens port ${port.number} for ${durationWords(port.maxDurationMs)} at most, not for ${durationWords(opensForMs)}.`,
      `Ask for ${durationWords(port.maxDurationMs)} or less, or ask whoever owns the policy for more.`,
    );
  if (letsAsk(port.sources, from)) return undefined;
  return refused(
    `Microsoft Defender's ${name} opens port ${port.number} to ${listWords(port.sources)} only, not to ${code(from)}.`,
    'Connect from such an address, or ask whoever owns the policy to add yours.',
  );
}

function letsAsk(sources: readonly string[], from: string): boolean {
  const allowed = sources.map(parsePrefix).flatMap((each) => (each.kind === 'addresses' ? [each.addresses] : []));
  return AddressSet.join(allowed).contains(AddressSet.of(from));
}
