import type { Reading } from './parse-reading.ts';

/** A TCP socket inside the VM that waits for connections. */
export interface Listener {
  /** As `ss` writes it: `0.0.0.0`, `[::]`, `*`, `127.0.0.1`, `10.0.0.4%eth0`. */
  readonly address: string;
  readonly port: number;
  /** The program; '' where that was not told. */
  readonly program: string;
}

/** Those on the ports that were asked for, and all of sshd's. Undefined where it was not told. */
export function listeners(reading: Reading): readonly Listener[] | undefined {
  return reading.words('listen')?.flatMap((word) => {
    const [, address = '', port = '', program = ''] = /^(.*):(\d{1,5})\/(.*)$/.exec(word) ?? [];
    return port === '' ? [] : [{ address, port: Number(port), program }];
  });
}

/** Nobody outside reaches it there. */
export function isLoopback({ address }: Listener): boolean {
  return /^(127\.|\[::1\]|::1$|localhost)/.test(address);
}
