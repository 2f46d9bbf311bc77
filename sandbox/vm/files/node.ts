/** Who does something with files. Root (uid 0) may do everything. */
export interface Actor {
  readonly uid: number;
  readonly gids: readonly number[];
}

export const root: Actor = { uid: 0, gids: [0] };

interface Inode {
  readonly number: number;
  /** Permission bits, e.g. 0o644, with the sticky bit 0o1000. */
  mode: number;
  uid: number;
  gid: number;
  mtimeMs: number;
}

interface FileNode extends Inode {
  readonly kind: 'file';
  content: Uint8Array;
}

export interface DirectoryNode extends Inode {
  readonly kind: 'directory';
  readonly entries: Map<string, FileSystemNode>;
}

interface LinkNode extends Inode {
  readonly kind: 'link';
  readonly target: string;
}

/** Takes everything, gives nothing: /dev/null. */
interface SinkNode extends Inode {
  readonly kind: 'sink';
}

export type FileSystemNode = FileNode | DirectoryNode | LinkNode | SinkNode;

export const accessBits = { read: 4, write: 2, search: 1 } as const;

/** The three classes of POSIX: the owner's bits alone count for the owner, the group's for its members. */
export function mayAccess(node: FileSystemNode, actor: Actor, wish: keyof typeof accessBits): boolean {
  if (actor.uid === 0) return true;
  const shift = node.uid === actor.uid ? 6 : actor.gids.includes(node.gid) ? 3 : 0;
  return ((node.mode >> shift) & accessBits[wish]) !== 0;
}
