import { posix } from 'node:path';
import { FileError } from './file-error.ts';
import { type Actor, type DirectoryNode, type FileSystemNode, mayAccess } from './node.ts';

/** Where a path leads. */
export interface Place {
  readonly parent: DirectoryNode;
  readonly name: string;
  /** Undefined when the last part is not there (yet). */
  readonly node: FileSystemNode | undefined;
  /** The path without links. */
  readonly path: string;
}

export interface Walk {
  readonly actor: Actor;
  readonly path: string;
  /** For the error: `open`, `stat`, ... */
  readonly action: string;
  /** Whether a link in the last place is followed; the others always are. */
  readonly follow: boolean;
}

interface Step {
  readonly name: string;
  readonly node: DirectoryNode;
}

/** As in Linux's path_resolution(7). */
const mostLinks = 40;

/** Walks from the top to a path, through links. @throws FileError when something on the way is missing or shut */
export function walk(top: DirectoryNode, { actor, path, action, follow }: Walk): Place {
  let links = 0;
  let rest = partsOf(posix.resolve('/', path));
  let trail: Trail = [{ name: '', node: top }];
  while (rest.length > 0) {
    const [part = '', ...after] = rest;
    const here = lastOf(trail).node;
    if (!mayAccess(here, actor, 'search')) throw new FileError('EACCES', action, path);
    const node = here.entries.get(part);
    const isLast = after.length === 0;
    rest = after;
    if (part === '..') {
      trail = above(trail);
    } else if (node?.kind === 'link' && (follow || !isLast)) {
      links += 1;
      if (links > mostLinks) throw new FileError('ELOOP', action, path);
      if (node.target.startsWith('/')) trail = [trail[0]];
      rest = [...partsOf(node.target), ...after];
    } else if (isLast) {
      return { parent: here, name: part, node, path: pathOf([...trail, { name: part }]) };
    } else {
      trail = [...trail, { name: part, node: folderOf(node, action, path) }];
    }
  }
  const { name, node } = lastOf(trail);
  return { parent: lastOf(above(trail)).node, name, node, path: pathOf(trail) };
}

/** The folders from the top to where the walk is. */
type Trail = readonly [Step, ...Step[]];

function lastOf(trail: Trail): Step {
  return trail.at(-1) ?? trail[0];
}

/** Above the top is the top. */
function above([top, ...below]: Trail): Trail {
  return [top, ...below.slice(0, -1)];
}

function folderOf(node: FileSystemNode | undefined, action: string, path: string): DirectoryNode {
  if (node === undefined) throw new FileError('ENOENT', action, path);
  if (node.kind !== 'directory') throw new FileError('ENOTDIR', action, path);
  return node;
}

function partsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

function pathOf(steps: readonly { readonly name: string }[]): string {
  return steps.map((step) => step.name).join('/') || '/';
}
