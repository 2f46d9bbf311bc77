import { callAzure } from './call-azure.ts';
import { type RunningConsole, startConsole } from './console/server.ts';
import { deliver } from './internet/packet.ts';
import type { Sandbox } from './sandbox.ts';

/** Serves the page over a running sandbox. @param port 0 takes a free one */
export function openConsole(sandbox: Sandbox, port: number): Promise<RunningConsole> {
  return startConsole({
    workspace: sandbox.slack.workspace,
    world: sandbox.world,
    clock: sandbox.clock,
    deliver,
    port,
    fileBytes: async (path) => {
      const response = await fetch(new URL(path, sandbox.slack.apiUrl));
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
    },
    setPower: async (vmId, running) => {
      await callAzure(sandbox.arm, 'POST', `${vmId}/${running ? 'start' : 'deallocate'}`);
    },
  });
}
