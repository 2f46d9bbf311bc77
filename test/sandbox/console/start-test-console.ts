import { realSandboxClock } from '../../../sandbox/clock.ts';
import { startConsole } from '../../../sandbox/console/server.ts';
import { FakeWorkspace } from './fake-workspace.ts';
import { smallWorld, vmId } from './small-world.ts';

/** A console over a workspace in memory; the office of the small world reaches its VM `web`, nobody else anything. */
export async function startTestConsole(port = 0) {
  const workspace = new FakeWorkspace();
  const world = smallWorld();
  const clock = realSandboxClock();
  const powered: string[] = [];
  const troubles: string[] = [];
  const happened: string[] = [];
  const page = await startConsole({
    workspace,
    world,
    clock,
    advance: async (byMs) => clock.advance(byMs),
    port,
    fileBytes: async (path) => (path === '/files/report' ? new TextEncoder().encode('vm,open\nweb,yes\n') : undefined),
    deliver: (_world, { source, destination }) => {
      const reaches = source.startsWith('203.0.113.') && destination === '20.51.230.13';
      return { kind: reaches ? 'delivered' : 'dropped' };
    },
    causeTrouble: async (trouble) => {
      troubles.push(trouble);
      return trouble === 'redelivery' ? 'nothing of that kind was sent yet' : undefined;
    },
    changeVm: async (id, happening) => {
      happened.push(`${id === vmId('web') ? 'web' : id} ${happening}`);
    },
    setPower: (id, running) => {
      powered.push(`${id === vmId('web') ? 'web' : id} ${running}`);
    },
  });
  return { ...page, port: Number(new URL(page.url).port), workspace, world, clock, powered, troubles, happened };
}
