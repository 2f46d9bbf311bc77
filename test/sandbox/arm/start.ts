import { onTestFinished } from 'vitest';
import type { Guests } from '../../../sandbox/arm/route.ts';
import { type ArmOptions, type ArmServer, startArm } from '../../../sandbox/arm/server.ts';
import { realSandboxClock } from '../../../sandbox/clock.ts';
import { smallWorld } from './small-world.ts';

const echo: Guests = { runShellScript: async (_, script) => ({ stdout: script, stderr: '' }) };

/** A server that closes with the test. */
export async function start(options: Partial<ArmOptions> = {}): Promise<ArmServer> {
  const arm = await startArm({ world: smallWorld(), clock: realSandboxClock(), guests: echo, fast: true, ...options });
  onTestFinished(() => arm.close());
  return arm;
}
