import { startArm } from '../../../sandbox/arm/server.ts';
import type { Stage } from '../../../sandbox/script/run-script.ts';
import { loadWorld } from '../../../sandbox/world/load.ts';
import { createInFlight } from '../../../src/handlers/in-flight.ts';
import { startApp } from '../slack/start-app.ts';
import { registerApprovals } from './approvals-app.ts';

/** The default world's workspace with the small approvals app in it. */
export async function startApprovals(): Promise<Stage & AsyncDisposable> {
  const world = await loadWorld();
  const inFlight = createInFlight();
  const running = await startApp(
    (app) => {
      app.use(({ next }) => inFlight.track(next()));
      registerApprovals(app);
    },
    // Bolt waits as long before it connects again.
    { spec: world.slack, clientPingTimeoutMs: 500 },
  );
  const { slack, clock } = running;
  const guests = { runShellScript: async () => ({ stdout: '', stderr: '' }) };
  const arm = await startArm({ world, clock, guests, fast: true });
  return {
    world,
    slack,
    arm,
    fleet: guests,
    advance: async (byMs) => clock.advance(byMs),
    async settle() {
      await slack.quiet();
      await inFlight.idle();
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([running[Symbol.asyncDispose](), arm.close()]);
    },
  };
}
