/** What one firewall does with a connection to the port, as far as that is certain. */
export type FirewallVerdict =
  /** @param words whole sentence, for whoever wants to know */
  | { readonly kind: 'lets-in'; readonly words: string }
  | { readonly kind: 'keeps-out'; readonly words: string; readonly mend: string }
  | { readonly kind: 'unclear'; readonly words: string };

export interface Knock {
  readonly port: number;
  readonly address: string | undefined;
}

/** Whether a port is in one of these: `22`, `22,80`, `2000:3000`. */
export function isAmongPorts(ranges: string, port: number): boolean {
  return ranges.split(',').some((range) => {
    const [from = '', to = from] = range.split(':');
    return Number(from) <= port && port <= Number(to);
  });
}
