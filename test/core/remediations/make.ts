import type { ActionParams, Planned, PlanRefusal } from '../../../src/core/actions/action.ts';
import type { Nsg, Unreadable, VmFacts } from '../../../src/core/facts.ts';
import type { Remediation } from '../../../src/core/remediations/remediation.ts';
import { configuration, facts, nic, nsg, publicIp, rule, subnetWith } from '../checks/myvm.ts';

export const requestId = 'abcdefgh23';
export const hourMs = 3_600_000;

export const params: ActionParams = { from: '203.0.113.7', port: 22, durationMs: 2 * hourMs };

/** The article's VM, bent, and what a remediation makes of it. */
export function planFor(
  remediation: Remediation,
  over: Partial<VmFacts> = {},
  more: Partial<ActionParams> = {},
): Planned | PlanRefusal {
  return remediation.plan({ facts: { ...facts, ...over }, params: { ...params, ...more }, requestId });
}

export function planned(result: Planned | PlanRefusal): Planned {
  if (result.kind === 'refused') throw new Error(`${result.problem} ${result.hint}`);
  return result;
}

/** Problem and hint, each of which must be one sentence. */
export function refusal(result: Planned | PlanRefusal): string {
  if (result.kind !== 'refused') throw new Error(`planned: ${result.plan.writes.map(({ says }) => says).join('; ')}`);
  for (const sentence of [result.problem, result.hint]) {
    if (!/^[A-Z`].*[.]$/s.test(sentence)) throw new Error(`no sentence: ${sentence}`);
  }
  return `${result.problem} ${result.hint}`;
}

export const shut = nsg([]);
export const open = nsg([rule()]);

type Guard = Nsg | Unreadable | undefined;

/** With these groups on the subnet and on the interface. */
export function guardedBy(
  subnet: Guard,
  own: Guard,
  over: Parameters<typeof configuration>[0] = {},
): Pick<VmFacts, 'nics'> {
  return { nics: [nic({ nsg: own, ipConfigurations: [configuration({ subnet: subnetWith(subnet), ...over })] })] };
}

export const withoutIp = (over: Parameters<typeof configuration>[0] = {}) =>
  guardedBy(undefined, open, { publicIp: undefined, ...over });

export const basicIp = { ...publicIp, sku: 'Basic' as const };
