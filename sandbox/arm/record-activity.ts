import type { SandboxClock } from '../clock.ts';
import type { World } from '../world/world.ts';
import { ArmFailure, type ArmReply, type ArmRoute } from './route.ts';
import { neverAnswered } from './suffer-fault.ts';

interface Write {
  readonly route: ArmRoute;
  readonly caller: string;
  readonly resourceId: string;
  readonly correlationId: string;
}

/**
 * Carries out a request; if it is a write, the Activity Log has an event of how it was answered. Azure's has more of
 * them: that it started, that it was accepted, and for a long-running operation how it ended.
 */
export async function recordActivity(
  { route, ...write }: Write,
  { world, clock }: { readonly world: World; readonly clock: SandboxClock },
  carryOut: () => Promise<ArmReply>,
): Promise<ArmReply> {
  if (route.method === 'GET' || route.method === 'HEAD' || route.asksOnly) return carryOut();
  const add = (status: number, error?: { code: string; message: string }) =>
    world.activity.add({ ...write, operation: route.action, atMs: clock.now(), status, ...(error && { error }) });
  try {
    const reply = await carryOut();
    add(reply.status);
    return reply;
  } catch (error) {
    if (error instanceof ArmFailure && error !== neverAnswered) {
      add(error.status, { code: error.code, message: error.message });
    }
    throw error;
  }
}
