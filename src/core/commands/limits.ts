/** What a command or a file may take, as the operator decided; part of what is approved. */
export interface SshLimits {
  /** From the beginning of a command to its end. */
  readonly wallMs: number;
  /** Without any output. */
  readonly idleMs: number;
  /** So much of the output of a command is kept. */
  readonly outputBytes: number;
  /** A file that is larger is not read. */
  readonly fileBytes: number;
}

export const defaultLimits: SshLimits = {
  wallMs: 5 * 60_000,
  idleMs: 2 * 60_000,
  outputBytes: 1_048_576,
  fileBytes: 5 * 1_048_576,
};

/** For reading a file, whatever its size. */
export const fileWallMs = 2 * 60_000;

/** So many commands and files at the same time, on one VM and in all. */
export const atOnce = { onOneVm: 2, inAll: 20 } as const;
