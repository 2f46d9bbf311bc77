/** What came of reading one file on a VM. Texts hold what the other side said, and are to be escaped. */
export type FileRead =
  | {
      readonly kind: 'read';
      readonly bytes: Buffer;
      /** Permissions, as chmod takes them: 0o644. */
      readonly mode: number;
      /** Epoch milliseconds. */
      readonly modifiedAt?: number;
    }
  /** @param size in bytes, at least: it may have grown, or not be told truly */
  | { readonly kind: 'too-large'; readonly size: number; readonly limit: number }
  /** `not-a-file`: a folder, a device, a pipe or a socket. */
  | { readonly kind: 'missing' | 'forbidden' | 'not-a-file' }
  /** The server offers no file transfer. */
  | { readonly kind: 'no-sftp' }
  | { readonly kind: 'timed-out' | 'cancelled' }
  | { readonly kind: 'connection-lost'; readonly because: string }
  | { readonly kind: 'failed'; readonly because: string };
