import { derivedKey } from '../keys/derive-key.ts';
import type { KeyType, OpenSshKey } from '../keys/open-ssh-key.ts';
import { type Account, readAccounts, readText } from './accounts.ts';
import { FileError } from './files/file-error.ts';
import type { FileSystem } from './files/file-system.ts';
import { root } from './files/node.ts';
import type { GuestPlan } from './guest-plan.ts';
import { makeImage } from './image.ts';
import type { JournalEntry } from './journal.ts';
import { MachineState } from './machine-state.ts';
import { procFiles } from './proc-files.ts';
import { programNames } from './shell/program-names.ts';
import { type Misbehaviour, misbehaviourFile, misbehaviourSchema } from './sshd/misbehaviour.ts';
import { Sshd, type SshdState } from './sshd/sshd.ts';
import { bootState, type Unit, unitsOf } from './units.ts';

/** What commands ask about the machine that they run on. */
export interface MachineFacts {
  readonly hostName: string;
  readonly bootedAtMs: number;
  readonly sshd: SshdState;
  /** What its sshd says of itself. */
  readonly banner: string;
  readonly state: MachineState;
  readonly units: readonly Unit[];
  /** `running`, `degraded`, ... */
  readonly boot: string;
}

/** One guest: its disk, its journal and its services. Ssh and Run Command see this same machine. */
export class Machine {
  readonly plan: GuestPlan;
  bootedAtMs: number;
  readonly state: MachineState;
  readonly sshd: Sshd;
  readonly #journal: JournalEntry[] = [];
  readonly #now: () => number;
  #lastPid = 1000;
  #madeKeys = 0;
  #files: FileSystem | undefined;

  constructor(plan: GuestPlan, now: () => number) {
    this.plan = plan;
    this.#now = now;
    this.bootedAtMs = now() - 3 * 86_400_000;
    this.state = new MachineState(plan.state);
    this.sshd = new Sshd(this);
  }

  /** Made when somebody first looks: a port that only greets needs no disk and no host keys. */
  get files(): FileSystem {
    if (this.#files === undefined) {
      this.#files = makeImage(this.plan, programNames, this.#now);
      for (const entry of this.#journal) this.#writeLog(entry);
      this.refreshProc();
      this.sshd.readDisk();
      this.#files.mayNotWrite = (path) => this.state.mayNotWrite(path);
    }
    return this.#files;
  }

  /** Epoch milliseconds. */
  get nowMs(): number {
    return this.#now();
  }

  get hostName(): string {
    return readText(this.files, '/etc/hostname').trim() || this.plan.hostName;
  }

  facts(): MachineFacts {
    const { hostName, bootedAtMs, state } = this;
    const sshd = this.sshd.state;
    const units = unitsOf(state, sshd);
    const banner = this.plan.sshd.banner.replace(/^SSH-2\.0-/, '');
    return { hostName, bootedAtMs, sshd, banner, state, units, boot: bootState(state, units) };
  }

  /** It was off and is on again: what systemd starts is started, with what is on the disk by now. */
  boot(): void {
    this.bootedAtMs = this.#now();
    if (this.plan.sshd.running) this.sshd.control('restart');
  }

  /** Brings what the kernel tells in files up to date. */
  refreshProc(): void {
    for (const [path, text] of Object.entries(procFiles(this, this.#now())))
      this.files.write(root, path, Buffer.from(text));
  }

  /** How its sshd behaves badly just now. A port that only greets needs no disk to tell. */
  get misbehaviour(): Misbehaviour | undefined {
    if (this.#files === undefined) return this.plan.sshd.misbehaves;
    return misbehaviourSchema.safeParse(readText(this.#files, misbehaviourFile).trim()).data;
  }

  accounts(): readonly Account[] {
    return readAccounts(this.files);
  }

  /** A key pair that this machine has not had before. */
  makeKey(type: KeyType, comment: string): OpenSshKey {
    this.#madeKeys += 1;
    return derivedKey(type, `made\0${this.plan.identity}\0${this.#madeKeys}`, comment);
  }

  /** What stands in for a host key of this machine where sshd swaps its keys. */
  swappedKey(type: KeyType): OpenSshKey {
    return derivedKey(type, `swapped\0${this.plan.identity}`, `root@${this.hostName}`);
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
    try {
      if (this.files.exists(root, path)) this.files.write(root, path, Buffer.from(line), 'append');
    } catch (error) {
      // On a full disk the log has a gap; the journal has its own place.
      if (!(error instanceof FileError)) throw error;
    }
  }
}
