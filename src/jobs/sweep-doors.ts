import type { Azure } from '../azure/azure.ts';
import type { Clock } from '../clock.ts';
import { apiVersions } from '../core/remediations/api-versions.ts';
import { ruleNamePrefix } from '../core/remediations/names.ts';
import { readSeal } from '../core/remediations/seal.ts';
import { BotError } from '../errors.ts';
import { closeRule } from './close-rule.ts';
import type { SealKey } from './job-parts.ts';

/** What became of one of the bot's rules. */
export interface SweptDoor {
  readonly path: string;
  readonly status: 'closed' | 'still open' | 'not due' | 'not ours';
  /** One phrase. */
  readonly because: string;
}

export interface Sweep {
  readonly doors: readonly SweptDoor[];
  /** What could not be searched: a sentence each. */
  readonly unread: readonly string[];
}

/**
 * Closes every door of this installation whose time is over, from what the rules themselves say: without Slack and
 * without the store, for when the bot is down or its memory is lost.
 */
export async function sweepDoors(parts: { azure: Azure; clock: Clock; seal: SealKey }): Promise<Sweep> {
  const { azure, clock, seal } = parts;
  const { rules, unread } = await azure.writes.rulesNamed(ruleNamePrefix);
  const doors: SweptDoor[] = [];
  for (const { nsgId, rule, description } of rules) {
    const path = `${nsgId}/securityRules/${rule.name}`;
    if (rule.access.toLowerCase() !== 'allow') continue;
    const proof = readSeal(nsgId, rule.name, description, seal.key, seal.installation);
    if (proof.kind === 'foreign') doors.push({ path, status: 'not ours', because: proof.why });
    else if (clock.now() < proof.closesAtMs) {
      doors.push({ path, status: 'not due', because: `it closes ${new Date(proof.closesAtMs).toISOString()}` });
    } else doors.push({ path, ...(await close(path, parts)) });
  }
  return { doors, unread: unread.map(({ because }) => because) };
}

async function close(path: string, parts: { azure: Azure; seal: SealKey }): Promise<Omit<SweptDoor, 'path'>> {
  try {
    const closing = await closeRule(path, apiVersions.network, parts);
    if (closing.kind === 'open') return { status: 'still open', because: closing.because };
    return { status: 'closed', because: closing.how };
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return { status: 'still open', because: error.message };
  }
}
