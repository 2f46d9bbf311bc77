import type { CommandContext } from '../command.ts';

const names = ['passwd', 'shadow', 'group'] as const;
type Name = (typeof names)[number];

/** The lines of the files of accounts, taken apart at their colons; change them in place, then save. */
export interface AccountFiles {
  passwd(user: string): string[] | undefined;
  shadow(user: string): string[] | undefined;
  group(name: string): string[] | undefined;
  add(file: Name, fields: string[]): void;
  /** Takes an account out of all of them. */
  drop(user: string): void;
  nextUid(): number;
  save(): Promise<void>;
}

export async function openAccountFiles({ kernel, account }: CommandContext): Promise<AccountFiles> {
  const root = { uid: 0, gids: [0] };
  const records: Record<Name, string[][]> = { passwd: [], shadow: [], group: [] };
  for (const name of names) {
    const text = Buffer.from(await kernel.read(root, `/etc/${name}`)).toString('utf8');
    records[name] = text
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(':'));
  }
  const find = (file: Name) => (key: string) => records[file].find(([first]) => first === key);
  return {
    passwd: find('passwd'),
    shadow: find('shadow'),
    group: find('group'),
    add: (file, fields) => records[file].push(fields),
    drop(user) {
      for (const name of names) records[name] = records[name].filter(([first]) => first !== user);
      for (const group of records.group)
        group[3] = (group[3] ?? '')
          .split(',')
          .filter((each) => each !== user)
          .join(',');
    },
    nextUid() {
      const uids = records.passwd.map(([, , uid]) => Number(uid)).filter((uid) => uid >= 1000 && uid < 60_000);
      return Math.max(999, ...uids) + 1;
    },
    async save() {
      for (const name of names) {
        const text = records[name].map((fields) => `${fields.join(':')}\n`).join('');
        await kernel.write(account, `/etc/${name}`, Buffer.from(text), 'replace');
      }
    },
  };
}

/** Days since 1970. */
export function today(nowMs: number): number {
  return Math.floor(nowMs / 86_400_000);
}
