import { callAzure } from './call-azure.ts';
import { type RunningConsole, startConsole } from './console/server.ts';
import { deliver } from './internet/packet.ts';
import type { Sandbox } from './sandbox.ts';
import { causeInVm } from './script/cause-in-vm.ts';
import { causeTrouble } from './slack/cause-trouble.ts';

const troubles = {
  'rate-limit': { kind: 'rate-limited', retryAfterSeconds: 2 },
  redelivery: { kind: 'redelivered' },
  cut: { kind: 'disconnected', reason: 'drop' },
} as const;

/** Serves the page over a running sandbox. @param port 0 takes a free one */
export function openConsole(sandbox: Sandbox, port: number): Promise<RunningConsole> {
  return startConsole({
    workspace: sandbox.slack.workspace,
    world: sandbox.world,
    clock: sandbox.clock,
    advance: sandbox.advance,
    deliver,
    port,
    fileBytes: async (path) => {
      const response = await fetch(new URL(path, sandbox.slack.apiUrl));
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
    },
    causeTrouble: (trouble) => causeTrouble(sandbox.slack, troubles[trouble]),
    changeVm: async (vmId, happening) => {
      await causeInVm(sandbox, vmId, { kind: happening });
    },
    setPower: async (vmId, running) => {
      await callAzure(sandbox.arm, 'POST', `${vmId}/${running ? 'start' : 'deallocate'}`);
    },
  });
}
