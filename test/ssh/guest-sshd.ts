import net, { type AddressInfo, type Socket } from 'node:net';
import { realSandboxClock } from '../../sandbox/clock.ts';
import { derivedUserKey } from '../../sandbox/keys/derive-key.ts';
import { createFleet } from '../../sandbox/vm/fleet.ts';
import type { HostKey } from '../../src/core/host-keys/host-key.ts';
import { oneMachine, vmId } from '../sandbox/vm/one-machine.ts';

/** A guest of the sandbox on a port of this machine. */
export interface GuestSshd extends AsyncDisposable {
  readonly port: number;
  readonly user: string;
  readonly privateKey: string;
  readonly hostKeys: readonly HostKey[];
}

export async function startGuestSshd(): Promise<GuestSshd> {
  const fleet = createFleet({ world: oneMachine(), clock: realSandboxClock() });
  const sockets = new Set<Socket>();
  const listener = net.createServer((socket) => {
    sockets.add(socket.setNoDelay(true).on('error', () => {}));
    if (fleet.connect(vmId, 22, socket) === 'refused') socket.destroy();
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    port: (listener.address() as AddressInfo).port,
    user: 'azureuser',
    privateKey: derivedUserKey('azureuser').privateKeyOpenSsh,
    hostKeys: fleet.hostKeys(vmId).map((line) => {
      const [type = '', base64 = ''] = line.split(' ');
      return { type, base64 };
    }),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
      await fleet.close();
    },
  };
}
