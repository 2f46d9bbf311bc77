/** What the script prints; anything else is not looked at. */
type ReadingKey =
  | `config.${string}`
  | 'account'
  | 'banned'
  | 'bans'
  | 'boot'
  | 'config'
  | 'count'
  | 'disks'
  | 'done'
  | 'failed'
  | 'firewalld'
  | 'groups'
  | 'hostkey'
  | 'inodes'
  | 'iptables'
  | 'iptablesmore'
  | 'jail'
  | 'key'
  | 'keysought'
  | 'listen'
  | 'memory'
  | 'nftdrops'
  | 'nfthooks'
  | 'nologin'
  | 'now'
  | 'ntp'
  | 'offset'
  | 'os'
  | 'passwd'
  | 'path'
  | 'processes'
  | 'readonly'
  | 'relabel'
  | 'selinux'
  | 'shadow'
  | 'socket'
  | 'test'
  | 'testsays'
  | 'ufw'
  | 'ufwdefault'
  | 'ufwrule'
  | 'ufwrulemore'
  | 'unit'
  | 'zone';

/** What was read inside a VM. A key that is not there was not told, and nothing may be concluded from that. */
export interface Reading {
  /** The first value of a key; undefined where it was not told. */
  one(key: ReadingKey): string | undefined;
  /** Every value, in the order in which they were told. */
  all(key: ReadingKey): readonly string[];
  /** The words of the first value; undefined where it was not told. */
  words(key: ReadingKey): readonly string[] | undefined;
  /** Whether the script did not find this program. */
  lacks(program: string): boolean;
  /** False where the output ended before the script did: what is missing may only have found no room. */
  readonly isWhole: boolean;
}

/** How the script marks a value that it cut. */
const cut = '[...]';

export function isCut(value: string): boolean {
  return value.endsWith(cut);
}

/** Takes any text: what is no `key=value` is left out, and so is a last line that does not end, for it may be half of one. */
export function parseReading(output: string): Reading {
  const told = new Map<string, string[]>();
  for (const line of output.split('\n').slice(0, -1)) {
    const [, key, value] = /^([a-z][a-z.]*)=(.*)$/.exec(line) ?? [];
    if (key === undefined || value === undefined) continue;
    told.set(key, [...(told.get(key) ?? []), value.trim()]);
  }
  const one = (key: string) => told.get(key)?.[0];
  return {
    one,
    all: (key) => told.get(key) ?? [],
    words: (key) =>
      one(key)
        ?.split(/\s+/)
        .filter((word) => word !== ''),
    lacks: (program) => told.get('no')?.includes(program) === true,
    isWhole: told.has('done'),
  };
}
