import type { SurveyedInterface } from './arm/interface-from-arm.ts';
import type { Finding } from './finding.ts';
import type { Looked } from './look-at-groups.ts';
import { machineFinding } from './machine-finding.ts';
import { type PathParts, pathsTo } from './paths-to.ts';

const mostTold = 20;

/** Machines that no group guards, and those of which nobody can tell. */
export async function lookAtMachines(parts: PathParts): Promise<Looked> {
  const findings: Finding[] = [];
  const unclear = new Set<string>();
  const notRead: string[] = [];
  for (const nic of parts.around.interfaces) {
    if (nic.nsgId !== undefined || isGuarded(nic, parts)) continue;
    const finding = machineFinding(nic, await pathsTo(nic, parts), parts.around);
    if (finding === undefined) continue;
    if (!('unclear' in finding)) findings.push(finding);
    else {
      unclear.add(nic.id);
      notRead.push(finding.unclear);
    }
  }
  const more = notRead.length - mostTold;
  return {
    findings,
    gone: new Set(),
    unclear,
    notRead: more <= 0 ? notRead : [...notRead.slice(0, mostTold), `Of ${more} more machines it could not be told.`],
  };
}

/** By a group of its subnet's; of what the run before found it is not believed of a page. */
function isGuarded({ id, configurations }: SurveyedInterface, { around, options }: PathParts): boolean {
  if (options.known.has(id)) return false;
  return configurations.every(({ subnetId }) => around.subnets.get(subnetId) !== undefined);
}
