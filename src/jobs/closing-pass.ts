import { runsInGuest } from '../core/actions/runs-in-guest.ts';
import { closeGrant } from './close-grant.ts';
import { closeStrays } from './close-strays.ts';
import type { JobParts } from './job-parts.ts';
import { type Steps, stepsOf } from './steps.ts';
import { watchGrant } from './watch-grant.ts';

/** How often Azure is looked at for what should not be there. */
const lookEveryMs = 60_000;

/**
 * Closes what is due, and nothing else: it waits neither for what is being carried out nor for Slack, nor for scripts in
 * VMs. One door that does not close keeps no other open.
 */
export function closingPass(parts: JobParts): () => Promise<void> {
  const { clock } = parts;
  const steps: Steps = stepsOf(parts);
  let lookedAtMs: number | undefined;

  return async () => {
    await steps.forEach('close', ['active', 'closing', 'executing', 'unknown'], (id) =>
      closeGrant(id, parts, ({ plan }) => !runsInGuest(plan)),
    );
    const now = clock.now();
    // A clock that was set back must not keep it from looking.
    if (lookedAtMs !== undefined && now >= lookedAtMs && now - lookedAtMs < lookEveryMs) return;
    lookedAtMs = now;
    await steps.forEach('watch', ['active'], (id) => watchGrant(id, parts));
    await steps.attempt('close strays', () => closeStrays(parts));
  };
}
