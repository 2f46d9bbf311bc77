/** What a process does with a file that it has opened. Its rights were looked at when it opened it. */
export interface OpenFile {
  /** Fewer bytes than wanted at the end, none behind it. @throws FileError EISDIR for a folder */
  read(offset: number, length: number): Uint8Array;
  /** @throws FileError ENOSPC when the disk is full */
  write(offset: number, bytes: Uint8Array): void;
  /** Cuts the file, or fills it up with zeros. @throws FileError */
  resize(size: number): void;
}

/** How a file is opened: the flags of open(2). */
export interface OpenWish {
  readonly read: boolean;
  readonly write: boolean;
  readonly append: boolean;
  readonly create: boolean;
  /** Together with `create`: fails where something is. */
  readonly exclusive: boolean;
  readonly truncate: boolean;
  /** Of a file that is created, e.g. 0o644. */
  readonly mode: number;
}

/** `content` with `bytes` put over what is at the offset; a gap is zeros. */
export function overwritten(content: Uint8Array, offset: number, bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.max(content.length, offset + bytes.length));
  whole.set(content);
  whole.set(bytes, offset);
  return whole;
}

/** `content` cut or filled up with zeros. */
export function resized(content: Uint8Array, size: number): Uint8Array {
  return overwritten(content.slice(0, size), size, new Uint8Array());
}
