import type { Reading } from './parse-reading.ts';

/** One of the places that sshd looks at for an account's keys. */
export interface KeyPath {
  readonly role: 'home' | 'folder' | 'keys';
  readonly path: string;
  /** Undefined where nothing is there. */
  readonly found: { readonly mode: number; readonly owner: string; readonly type: string } | undefined;
}

/** The home, the folders of the keys and the files themselves, as far as they were told. */
export function keyPaths(reading: Reading): readonly KeyPath[] {
  return reading.all('path').flatMap((line): KeyPath[] => {
    const [, role = '', mode = '', owner = '', type = '', path = ''] =
      /^(home|folder|keys)\|([^|]*)\|([^|]*)\|([^|]*)\|(.*)$/.exec(line) ?? [];
    if (role !== 'home' && role !== 'folder' && role !== 'keys') return [];
    if (mode === 'missing') return [{ role, path, found: undefined }];
    return /^[0-7]{1,4}$/.test(mode) ? [{ role, path, found: { mode: Number.parseInt(mode, 8), owner, type } }] : [];
  });
}
