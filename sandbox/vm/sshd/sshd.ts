import type { Machine } from '../machine.ts';
import { type HostKey, loadHostKeys } from './load-host-keys.ts';
import { readSshdConfig, type SshdConfig } from './sshd-config.ts';

export type SshdVerb = 'start' | 'stop' | 'restart' | 'reload';

export interface SshdState extends SshdConfig {
  readonly running: boolean;
  /** It was to start and could not. */
  readonly failed: boolean;
  /** Public halves of the keys that it shows, as lines. */
  readonly hostKeys: readonly string[];
}

/** The service ssh of one machine. What it listens to and which keys it shows it reads from the disk when it starts. */
export class Sshd {
  readonly #machine: Machine;
  #running: boolean;
  #failed = false;
  #config: SshdConfig | undefined;
  #keys: readonly HostKey[] = [];

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#running = machine.plan.sshd.running;
    if (this.#running) this.#say(listening(machine.plan.sshd.ports));
  }

  get state(): SshdState {
    const { running, failed } = { running: this.#running, failed: this.#failed };
    return { ...this.#read(), running, failed, hostKeys: this.hostKeys().map((key) => key.publicKeyLine) };
  }

  hostKeys(): readonly HostKey[] {
    this.#read();
    return this.#keys;
  }

  /** A port that only greets is told by the plan alone, unless the world wrote a configuration of its own. */
  isListening(port: number): boolean {
    const { sshd, files } = this.#machine.plan;
    const isPlanned = this.#config === undefined && !Object.keys(files).some((path) => path.startsWith('/etc/ssh/'));
    const ports = isPlanned ? sshd.ports : this.#read().ports;
    return this.#running && ports.includes(port);
  }

  /** What systemd does with it. @returns what it says when it does not start */
  control(verb: SshdVerb): string | undefined {
    if (verb === 'start' && this.#running) return undefined;
    if (verb === 'reload' && !this.#running) return 'ssh.service is not active, cannot reload.';
    if (this.#running && verb !== 'reload') this.#say('Received signal 15; terminating.');
    this.#running = false;
    this.#failed = false;
    if (verb === 'stop') return undefined;
    const problem = this.readDisk();
    this.#running = problem === undefined;
    this.#failed = problem !== undefined;
    this.#say(problem ?? listening(this.#read().ports));
    return problem;
  }

  /** Takes its configuration and keys from the disk. @returns why it cannot */
  readDisk(): string | undefined {
    const read = readSshdConfig(this.#machine.files);
    if ('problem' in read) {
      this.#config ??= { ...withoutFile, ...this.#machine.plan.sshd };
      this.#running = false;
      this.#failed = true;
      return read.problem;
    }
    this.#config = read;
    this.#keys = loadHostKeys(this.#machine.files, read.hostKeyFiles);
    return this.#keys.length === 0 ? 'sshd: no hostkeys available -- exiting.' : undefined;
  }

  #read(): SshdConfig {
    // The disk is made, and then read, when it is first looked at.
    if (this.#config === undefined) this.#machine.files.usedBytes;
    return this.#config ?? { ...withoutFile, ...this.#machine.plan.sshd };
  }

  #say(message: string): void {
    for (const line of message.split('\n')) this.#machine.log('ssh.service', 'sshd', line);
  }
}

const withoutFile = { permitRootLogin: 'prohibit-password', hostKeyFiles: [], allowUsers: [], denyUsers: [] };

function listening(ports: readonly number[]): string {
  return ports
    .flatMap((port) => [`Server listening on 0.0.0.0 port ${port}.`, `Server listening on :: port ${port}.`])
    .join('\n');
}
