import { posix } from 'node:path';
import type { ByteString, CpOptions, FsStat, IFileSystem } from 'just-bash';
import { unsafeBytesFromLatin1 } from 'just-bash';
import type { FileStatus } from '../files/file-system.ts';
import type { Actor } from '../files/node.ts';
import type { Kernel } from './kernel.ts';
import type { Umask } from './umask.ts';

type Encoding = Parameters<IFileSystem['writeFile']>[2];

/** The guest's disk as the shell wants to see it, through the eyes of one user. */
export class GuestFiles implements IFileSystem {
  readonly #kernel: Kernel;
  readonly #actor: Actor;
  readonly #umask: Umask;

  constructor(kernel: Kernel, actor: Actor, umask: Umask) {
    this.#kernel = kernel;
    this.#actor = actor;
    this.#umask = umask;
  }

  async readFile(path: string): Promise<string> {
    return Buffer.from(await this.readFileBuffer(path)).toString('utf8');
  }

  async readFileBytes(path: string): Promise<ByteString> {
    return unsafeBytesFromLatin1(Buffer.from(await this.readFileBuffer(path)).toString('latin1'));
  }

  readFileBuffer(path: string): Promise<Uint8Array> {
    return this.#kernel.read(this.#actor, path);
  }

  writeFile(path: string, content: string | Uint8Array, encoding?: Encoding): Promise<void> {
    return this.#made(path, 0o666, () => this.#kernel.write(this.#actor, path, toBytes(content, encoding), 'replace'));
  }

  appendFile(path: string, content: string | Uint8Array, encoding?: Encoding): Promise<void> {
    return this.#made(path, 0o666, () => this.#kernel.write(this.#actor, path, toBytes(content, encoding), 'append'));
  }

  exists(path: string): Promise<boolean> {
    return this.#kernel.exists(this.#actor, path);
  }

  async stat(path: string): Promise<FsStat> {
    return toStat(await this.#kernel.status(this.#actor, path, true));
  }

  async lstat(path: string): Promise<FsStat> {
    return toStat(await this.#kernel.status(this.#actor, path, false));
  }

  mkdir(path: string, options?: { recursive?: boolean }): Promise<void> {
    const make = () => this.#kernel.makeDirectory(this.#actor, path, options?.recursive ?? false);
    return this.#made(path, 0o777, make);
  }

  async readdir(path: string): Promise<string[]> {
    return (await this.#kernel.list(this.#actor, path)).map((entry) => entry.name);
  }

  async readdirWithFileTypes(path: string) {
    return (await this.#kernel.list(this.#actor, path)).map(({ name, kind }) => ({
      name,
      isFile: kind === 'file',
      isDirectory: kind === 'directory',
      isSymbolicLink: kind === 'link',
    }));
  }

  async rm(path: string, options?: { recursive?: boolean; force?: boolean }): Promise<void> {
    if (options?.force && !(await this.exists(path))) return;
    await this.#kernel.remove(this.#actor, path, options?.recursive ?? false);
  }

  async cp(from: string, to: string, options?: CpOptions): Promise<void> {
    const status = await this.stat(from);
    if (!status.isDirectory) {
      const isNew = !(await this.exists(to));
      await this.writeFile(to, await this.readFileBuffer(from));
      if (isNew) await this.chmod(to, this.#umask.of(status.mode));
      return;
    }
    if (!options?.recursive) throw new Error(`EISDIR: is a directory, cp '${from}'`);
    await this.mkdir(to, { recursive: true });
    for (const name of await this.readdir(from)) await this.cp(posix.join(from, name), posix.join(to, name), options);
  }

  mv(from: string, to: string): Promise<void> {
    return this.#kernel.rename(this.#actor, from, to);
  }

  resolvePath(base: string, path: string): string {
    return posix.resolve(base, path);
  }

  /** Nothing in the shell needs it where folders can be listed. */
  getAllPaths(): string[] {
    return [];
  }

  chmod(path: string, mode: number): Promise<void> {
    return this.#kernel.changeMode(this.#actor, path, mode);
  }

  symlink(target: string, path: string): Promise<void> {
    return this.#kernel.linkSymbolically(this.#actor, target, path);
  }

  link(existing: string, path: string): Promise<void> {
    return this.#kernel.link(this.#actor, existing, path);
  }

  readlink(path: string): Promise<string> {
    return this.#kernel.readLink(this.#actor, path);
  }

  realpath(path: string): Promise<string> {
    return this.#kernel.realPath(this.#actor, path);
  }

  /** What is new gets the mode that the umask leaves it. */
  async #made(path: string, mode: number, make: () => Promise<void>): Promise<void> {
    const isNew = !(await this.exists(path));
    await make();
    if (isNew && this.#umask.of(mode) !== mode - 0o022 && (await this.exists(path)))
      await this.chmod(path, this.#umask.of(mode));
  }

  utimes(path: string, _atime: Date, mtime: Date): Promise<void> {
    return this.#kernel.changeTime(this.#actor, path, mtime.getTime());
  }
}

function toBytes(content: string | Uint8Array, options: Encoding): Uint8Array {
  if (typeof content !== 'string') return content;
  const encoding = typeof options === 'object' ? options.encoding : options;
  return Buffer.from(content, encoding ?? 'utf8');
}

function toStat(status: FileStatus): FsStat {
  return {
    isFile: status.kind === 'file' || status.kind === 'sink',
    isDirectory: status.kind === 'directory',
    isSymbolicLink: status.kind === 'link',
    mode: status.mode,
    size: status.size,
    mtime: new Date(status.mtimeMs),
    // By both together mv and cp see whether two names are one file.
    dev: 1,
    ino: status.number,
  };
}
