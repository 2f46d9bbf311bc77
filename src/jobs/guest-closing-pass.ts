import { runsInGuest } from '../core/actions/runs-in-guest.ts';
import { closeGrant } from './close-grant.ts';
import type { JobParts } from './job-parts.ts';
import { stepsOf } from './steps.ts';

/** Takes away what is due and takes a script in the VM: half a minute and more for each, for which no door waits. */
export function guestClosingPass(parts: JobParts): () => Promise<void> {
  const steps = stepsOf(parts);
  return () =>
    steps.forEach('close in the guest', ['active', 'closing', 'executing', 'unknown'], (id) =>
      closeGrant(id, parts, ({ plan }) => runsInGuest(plan)),
    );
}
