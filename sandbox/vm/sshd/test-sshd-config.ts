import type { FileSystem } from '../files/file-system.ts';
import { loadHostKeys } from './load-host-keys.ts';
import { readSshdConfig, type SshdConfig } from './sshd-config.ts';

/** What `sshd -t` finds on the disk, whatever the sshd that runs has read of it. */
export type SshdConfigTest =
  | { readonly kind: 'good'; readonly config: SshdConfig }
  | { readonly kind: 'bad'; readonly says: string; readonly status: number };

export function testSshdConfig(files: FileSystem): SshdConfigTest {
  const config = readSshdConfig(files);
  if ('problem' in config) return { kind: 'bad', says: config.problem, status: 255 };
  if (loadHostKeys(files, config.hostKeyFiles).length > 0) return { kind: 'good', config };
  return { kind: 'bad', says: 'sshd: no hostkeys available -- exiting.', status: 1 };
}
