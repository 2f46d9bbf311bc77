import { type Account, readAccounts, readText } from './accounts.ts';
import type { FileSystem } from './files/file-system.ts';
import { root } from './files/node.ts';
import { type GuestPlan, hostKeyTypes } from './guest-plan.ts';
import { makeImage } from './image.ts';
import type { JournalEntry } from './journal.ts';
import { programNames } from './shell/program-names.ts';

/** What commands ask about the machine that they run on. */
export interface MachineFacts {
  readonly hostName: string;
  readonly bootedAtMs: number;
  readonly sshd: GuestPlan['sshd'];
}

/** One guest: its disk, its journal and its services. Ssh and Run Command see this same machine. */
export class Machine {
  readonly plan: GuestPlan;
  readonly bootedAtMs: number;
  sshdRunning: boolean;
  readonly #journal: JournalEntry[] = [];
  readonly #now: () => number;
  #lastPid = 1000;
  #files: FileSystem | undefined;

  constructor(plan: GuestPlan, now: () => number) {
    this.plan = plan;
    this.#now = now;
    this.bootedAtMs = now() - 3 * 86_400_000;
    this.sshdRunning = plan.sshd.running;
    if (this.sshdRunning)
      this.log('ssh.service', 'sshd', `Server listening on 0.0.0.0 port ${plan.sshd.ports[0] ?? 22}.`);
  }

  /** Made when somebody first looks: a port that only greets needs no disk and no host keys. */
  get files(): FileSystem {
    if (this.#files === undefined) {
      this.#files = makeImage(this.plan, programNames, this.#now);
      for (const entry of this.#journal) this.#writeLog(entry);
    }
    return this.#files;
  }

  get hostName(): string {
    return readText(this.files, '/etc/hostname').trim() || this.plan.hostName;
  }

  facts(): MachineFacts {
    return {
      hostName: this.hostName,
      bootedAtMs: this.bootedAtMs,
      sshd: { ...this.plan.sshd, running: this.sshdRunning },
    };
  }

  accounts(): readonly Account[] {
    return readAccounts(this.files);
  }

  /** `ssh-ed25519 AAAA... root@host`, one for each host key. */
  hostKeys(): readonly string[] {
    return hostKeyTypes.map((type) => this.plan.hostKey(type).publicKeyLine);
  }

  switchSshd(on: boolean): void {
    if (on === this.sshdRunning) return;
    this.sshdRunning = on;
    this.log(
      'ssh.service',
      'sshd',
      on ? `Server listening on 0.0.0.0 port ${this.plan.sshd.ports[0] ?? 22}.` : 'Received signal 15; terminating.',
    );
  }

  isListening(port: number): boolean {
    return this.sshdRunning && this.plan.sshd.ports.includes(port);
  }

  journal(): readonly JournalEntry[] {
    return this.#journal;
  }

  nextPid(): number {
    this.#lastPid += 7;
    return this.#lastPid;
  }

  log(unit: string, program: string, message: string, pid = this.nextPid()): void {
    const entry = { at: this.#now(), unit, program, pid, message };
    this.#journal.push(entry);
    if (this.#files !== undefined) this.#writeLog(entry);
  }

  #writeLog({ at, program, pid, message }: JournalEntry): void {
    const path = program === 'sshd' || program === 'sudo' ? '/var/log/auth.log' : '/var/log/syslog';
    const line = `${new Date(at).toISOString()} ${this.hostName} ${program}[${pid}]: ${message}\n`;
    if (this.files.exists(root, path)) this.files.write(root, path, Buffer.from(line), 'append');
  }
}
