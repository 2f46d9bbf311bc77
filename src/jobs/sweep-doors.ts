import type { Azure } from '../azure/azure.ts';
import type { NamedRule, TaggedAddress } from '../azure/writes.ts';
import type { Clock } from '../clock.ts';
import { apiVersions } from '../core/remediations/api-versions.ts';
import { ruleNamePrefix } from '../core/remediations/names.ts';
import { type ReadSeal, readSeal, readTagSeal, type SealOwner, sealTag } from '../core/remediations/seal.ts';
import { isoSecond } from '../core/text/iso-time.ts';
import { BotError } from '../errors.ts';
import { closeAddress } from './close-address.ts';
import { closeRule } from './close-rule.ts';

/** What became of one rule, or of one public IP that was to go at the end. */
export interface SweptDoor {
  readonly kind: 'rule' | 'public-ip';
  /** Resource id. */
  readonly id: string;
  /**
   * `due`: it would be closed, had it not been only looked at. `unproven`: it looks like this installation's and does not
   * prove it, so that nobody but a person can tell.
   */
  readonly status: 'closed' | 'still open' | 'due' | 'not due' | 'not ours' | 'unproven';
  /** One phrase or sentence. */
  readonly because: string;
}

export interface Sweep {
  readonly doors: readonly SweptDoor[];
  /** What could not be searched: a sentence each. */
  readonly unread: readonly string[];
}

export interface SweepParts {
  readonly azure: Azure;
  readonly clock: Clock;
  readonly seal: SealOwner;
  /** Waits before what is still open is tried again. */
  readonly pause: (ms: number) => Promise<void>;
}

/** Azure is often busy for seconds, above all where the bot is at work on the same group. */
const pausesMs = [5_000, 20_000];

/**
 * Closes every door of this installation whose time is over, from what the rules and addresses themselves say: without
 * Slack and without the store, for when the bot is down or its memory is lost.
 * @param dryRun nothing is changed
 */
export async function sweepDoors(parts: SweepParts, { dryRun }: { readonly dryRun: boolean }): Promise<Sweep> {
  const { writes } = parts.azure;
  const [found, tagged] = await Promise.all([writes.rulesNamed(ruleNamePrefix), writes.taggedAddresses(sealTag)]);
  const seen = [
    ...found.rules.flatMap((rule) => judgeRule(rule, parts)),
    ...tagged.addresses.flatMap((address) => judgeAddress(address, parts)),
  ];
  let doors = dryRun ? seen : await closeDue(seen, 'due', parts);
  for (const pauseMs of pausesMs) {
    if (!doors.some(({ status }) => status === 'still open')) break;
    await parts.pause(pauseMs);
    doors = await closeDue(doors, 'still open', parts);
  }
  return { doors, unread: [...found.unread, ...tagged.unread].map(({ because }) => because) };
}

function judgeRule({ nsgId, rule, description }: NamedRule, { clock, seal }: SweepParts): SweptDoor[] {
  if (rule.access.toLowerCase() !== 'allow') return [];
  const proof = readSeal(nsgId, rule.name, description, seal.key, seal.installation);
  return [{ kind: 'rule', id: `${nsgId}/securityRules/${rule.name}`, ...judge(proof, clock.now()) }];
}

function judgeAddress({ id, tags }: TaggedAddress, { clock, seal }: SweepParts): SweptDoor[] {
  const proof = readTagSeal(id, tags, seal);
  // One that was asked for without an end stays, and people may have a tag of that name for themselves.
  const isNone = proof.kind === 'own' ? proof.closesAtMs === undefined : proof.claims === 'nobody';
  if (isNone) return [];
  return [{ kind: 'public-ip', id, ...judge(proof, clock.now()) }];
}

function judge(proof: ReadSeal<number | undefined>, nowMs: number): Pick<SweptDoor, 'status' | 'because'> {
  if (proof.kind === 'foreign')
    return { status: proof.claims === 'others' ? 'not ours' : 'unproven', because: proof.why };
  const { closesAtMs = 0 } = proof;
  if (nowMs < closesAtMs) return { status: 'not due', because: `it closes ${isoSecond(closesAtMs)}` };
  return { status: 'due', because: `its time was over ${isoSecond(closesAtMs)}` };
}

/** One after the other: groups are mostly shared, and whoever runs this from a timer has time. */
async function closeDue(
  doors: readonly SweptDoor[],
  status: SweptDoor['status'],
  parts: SweepParts,
): Promise<SweptDoor[]> {
  const after: SweptDoor[] = [];
  for (const door of doors) after.push(door.status === status ? await close(door, parts) : door);
  return after;
}

async function close(door: SweptDoor, parts: SweepParts): Promise<SweptDoor> {
  try {
    const closing =
      door.kind === 'rule' ? await closeRule(door.id, apiVersions.network, parts) : await closeAddress(door.id, parts);
    if (closing.kind === 'open') return { ...door, status: 'still open', because: closing.because };
    return { ...door, status: 'closed', because: closing.how };
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return { ...door, status: 'still open', because: error.message };
  }
}
