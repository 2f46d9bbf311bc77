/** The bits that a script's new files and folders do not get. */
export class Umask {
  bits = 0o022;
  readonly #kept: number[] = [];

  /** Remembers the bits, for what has an umask of its own: a subshell, a script that is started. */
  keep(): void {
    this.#kept.push(this.bits);
  }

  back(): void {
    this.bits = this.#kept.pop() ?? this.bits;
  }

  of(mode: number): number {
    return mode & ~this.bits;
  }
}
