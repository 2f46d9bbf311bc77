import type { SandboxClock } from '../../clock.ts';
import type { Machine } from '../machine.ts';
import { testSshdConfig } from '../sshd/test-sshd-config.ts';
import type { Kernel } from './kernel.ts';

interface Process {
  /** All of the standard input. */
  readonly input: () => Promise<Uint8Array>;
  /** Aborts when the command is killed. */
  readonly signal: AbortSignal;
  /** Kills it: `TERM`. */
  readonly kill: (signalName: string) => void;
}

/** Answers a command's questions from the machine itself. */
export function machineKernel(machine: Machine, clock: SandboxClock, { input, signal, kill }: Process): Kernel {
  const { files } = machine;
  return {
    read: async (actor, path) => {
      if (path.startsWith('/proc/')) machine.refreshProc();
      return files.read(actor, path);
    },
    write: async (...args) => files.write(...args),
    whyNotWrite: async (...args) => files.whyNotWrite(...args),
    status: async (...args) => files.status(...args),
    list: async (...args) => files.list(...args),
    makeDirectory: async (...args) => files.makeDirectory(...args),
    remove: async (...args) => files.remove(...args),
    rename: async (...args) => files.rename(...args),
    changeMode: async (...args) => files.changeMode(...args),
    changeOwner: async (...args) => files.changeOwner(...args),
    changeTime: async (...args) => files.changeTime(...args),
    linkSymbolically: async (...args) => files.linkSymbolically(...args),
    link: async (...args) => files.link(...args),
    readLink: async (...args) => files.readLink(...args),
    realPath: async (...args) => files.realPath(...args),
    exists: async (...args) => files.exists(...args),
    facts: async () => machine.facts(),
    accounts: async () => machine.accounts(),
    journal: async () => machine.journal(),
    log: async (unit, program, message) => machine.log(unit, program, message),
    now: async () => clock.now(),
    sleep: (forMs) => sleepOn(clock, forMs, signal),
    input,
    controlSshd: async (verb) => machine.sshd.control(verb),
    testSshd: async () => testSshdConfig(machine.files),
    changeFirewall: async (firewall) => {
      machine.state.firewall = firewall;
    },
    switchFail2ban: async (on) => {
      machine.state.fail2banRunning = on;
    },
    unban: async (addresses) => {
      machine.state.banned = machine.state.banned.filter((each) => !addresses.includes(each));
    },
    makeKey: async (...args) => machine.makeKey(...args),
    endBySignal(name) {
      kill(name);
      return new Promise(() => {});
    },
  };
}

/** A script's clock stands still: telling it that nothing will happen before the deadline lets it jump there. */
function sleepOn(clock: SandboxClock, forMs: number, killed: AbortSignal): Promise<void> {
  const deadline = clock.deadline(forMs);
  const over = AbortSignal.any([deadline.signal, killed]);
  clock.hang(over);
  return new Promise((resolve) => {
    over.addEventListener('abort', () => {
      deadline.clear();
      resolve();
    });
  });
}
