import { type CheckResult, runChecks } from '../checks/run-checks.ts';
import { verdictOf } from '../checks/verdict.ts';
import { destinationOf } from './destination.ts';
import type { Wanted } from './way.ts';

/** What would keep a person out now, as far as it can be told without trying. */
export interface InTheWay {
  /**
   * `certain`: it will not work before this is mended. `unclear`: something that decides could not be read.
   * `address`: no public address is known, which leaves the ways that need none.
   */
  readonly kind: 'certain' | 'unclear' | 'address';
  /** What is so, one sentence each without its stop, the most telling first. */
  readonly summaries: readonly string[];
}

/** Any address of the internet: for checks that do not look at it. */
const somebody = '192.0.2.1';
const mostTold = 2;

/** @returns undefined where nothing is known to be in the way */
export function standsInTheWay(wanted: Wanted, botAddress: string | undefined): InTheWay | undefined {
  const { facts, from = somebody, port } = wanted;
  const probe = { kind: 'skipped', because: 'Nobody tried the port for this.' } as const;
  const all = runChecks({ facts, from, port, botAddress, probe });
  const results = all.filter(({ id }) => isAbout(id, wanted));
  const { kind } = verdictOf(results, facts.vm.name, from);
  if (kind === 'ready') return withoutAddress(all, wanted);
  const status = kind === 'blocked' ? 'fail' : 'unknown';
  const told = results.filter((each) => each.status === status).map(({ summary }) => summary);
  return { kind: kind === 'blocked' ? 'certain' : 'unclear', summaries: told.slice(0, mostTold) };
}

/** Rules and addresses that nobody comes by do not matter, and without a person's address neither does what is up to it. */
function isAbout(id: string, wanted: Wanted): boolean {
  if (id === 'vm-running' || id === 'vm-is-linux') return true;
  const { kind } = destinationOf(wanted);
  if (kind === 'unassigned') return id === 'has-public-ip';
  return wanted.from !== undefined && (kind === 'public' || kind === 'inside');
}

function withoutAddress(all: readonly CheckResult[], wanted: Wanted): InTheWay | undefined {
  const { kind } = destinationOf(wanted);
  if (kind !== 'none' && kind !== 'unread') return undefined;
  const summaries = all.filter(({ id }) => id === 'has-public-ip').map(({ summary }) => summary);
  return { kind: 'address', summaries };
}
