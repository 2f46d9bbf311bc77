/** What a command may take; part of what is approved. */
export const runLimits = { wallMs: 5 * 60_000, idleMs: 2 * 60_000, bytes: 1_048_576 } as const;

/** What reading a file may take. */
export const fileLimits = { wallMs: 2 * 60_000, bytes: 5 * 1_048_576 } as const;

/** So many commands and files at the same time, on one VM and in all. */
export const atOnce = { onOneVm: 2, inAll: 20 } as const;
