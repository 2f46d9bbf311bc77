import type { Duplex } from 'node:stream';
import type { Guests } from '../arm/route.ts';
import type { SandboxClock } from '../clock.ts';
import { isRunning } from '../internet/is-running.ts';
import type { World } from '../world/world.ts';
import { rootAccount } from './accounts.ts';
import { planGuest } from './guest-plan.ts';
import { guestRunner } from './guest-runner.ts';
import { Machine } from './machine.ts';
import { createWorkerPool } from './shell/worker-pool.ts';
import { type SshServer, sshServer } from './sshd/ssh-server.ts';

/** All guests of a world. Each is made when it is first touched. */
export interface Fleet extends Guests {
  /**
   * Hands a client's bytes to the guest's sshd, if that listens on the port and the guest's own firewall lets them in.
   * What is on the way to the guest is decided on elsewhere.
   * @param source the address that the guest's log names
   */
  connect(vmId: string, port: number, socket: Duplex, source?: string): 'accepted' | 'refused' | 'dropped';
  /** The guest's public host keys, `ecdsa-sha2-nistp256 AAAA... root@host`: in sshd's own order. None without sshd. */
  hostKeys(vmId: string): readonly string[];
  close(): Promise<void>;
}

interface Guest {
  readonly identity: string;
  readonly machine: Machine;
  readonly sshd: SshServer;
  isUp: boolean;
}

export function createFleet({ world, clock }: { readonly world: World; readonly clock: SandboxClock }): Fleet {
  const guests = new Map<string, Guest>();
  const pool = createWorkerPool();
  const run = guestRunner(pool, clock);

  const guestOf = (vmId: string): Guest | undefined => {
    const vm = world.get(vmId);
    const plan = vm === undefined ? undefined : planGuest(vm, world.guest(vmId));
    if (plan === undefined) return undefined;
    const key = vmId.toLowerCase();
    const known = guests.get(key);
    if (known?.identity === plan.identity) return known;
    known?.sshd.close();
    const machine = new Machine(plan, clock.now);
    const isUp = vm !== undefined && isRunning(vm);
    const guest = { identity: plan.identity, machine, sshd: sshServer(machine, run, clock), isUp };
    guests.set(key, guest);
    return guest;
  };

  /** A machine that stops or goes away takes its connections along. */
  const stopWatching = world.onChange(() => {
    for (const [vmId, guest] of guests) {
      const vm = world.get(vmId);
      if (vm === undefined || !isRunning(vm) || planGuest(vm, world.guest(vmId))?.identity !== guest.identity) {
        guest.sshd.close();
        guest.isUp = false;
      } else if (!guest.isUp) {
        guest.isUp = true;
        guest.machine.boot();
      }
    }
  });

  return {
    async runShellScript(vmId, script, signal) {
      const machine = guestOf(vmId)?.machine;
      if (machine === undefined) throw new Error(`No guest runs shell scripts at ${vmId}`);
      const ending = await run({ machine, account: rootAccount, script, signal, cwd: '/var/lib/waagent/run-command' });
      if (ending.kind === 'killed' && ending.by !== undefined) return { stdout: '', stderr: '' };
      if (ending.kind === 'killed') throw signal.reason;
      const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
      return { stdout: text(ending.result.stdout), stderr: text(ending.result.stderr) };
    },
    connect(vmId, port, socket, source = '127.0.0.1') {
      const guest = guestOf(vmId);
      if (guest === undefined) return 'refused';
      const met = guest.machine.state.meet(source);
      if (met !== 'accepted') return met;
      if (!guest.machine.sshd.isListening(port)) return 'refused';
      guest.sshd.accept(socket, source);
      return 'accepted';
    },
    hostKeys: (vmId) => guestOf(vmId)?.machine.sshd.state.hostKeys ?? [],
    async close() {
      stopWatching();
      for (const guest of guests.values()) guest.sshd.close();
      await pool.close();
    },
  };
}
