import { isUtf8 } from 'node:buffer';

const byExtension: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
  json: 'application/json',
  csv: 'text/csv',
  txt: 'text/plain',
  log: 'text/plain',
  md: 'text/markdown',
};

export interface FileType {
  readonly filetype: string;
  readonly mimetype: string;
}

/** What Slack takes a file for: by its name, and where that says nothing, by whether it can be read. */
export function fileType(name: string, bytes?: Uint8Array): FileType {
  const extension = name.includes('.') ? (name.split('.').at(-1) ?? '').toLowerCase() : '';
  const mimetype = byExtension[extension];
  if (mimetype !== undefined) return { filetype: extension, mimetype };
  if (bytes !== undefined && isText(bytes)) return { filetype: 'text', mimetype: 'text/plain' };
  return { filetype: extension || 'binary', mimetype: 'application/octet-stream' };
}

function isText(bytes: Uint8Array): boolean {
  return isUtf8(bytes) && !bytes.includes(0);
}

export interface FilePreview {
  readonly text: string;
  /** Of the whole file. */
  readonly lines: number;
}

const previewLines = 5;
const previewLength = 1_000;

/** The first lines of a file that can be read, as Slack shows them under its name. */
export function previewOf(name: string, bytes: Uint8Array | undefined): FilePreview | undefined {
  if (bytes === undefined || !/^text\/|json$/.test(fileType(name, bytes).mimetype)) return undefined;
  const lines = Buffer.from(bytes).toString('utf8').replace(/\n$/, '').split('\n');
  return { text: lines.slice(0, previewLines).join('\n').slice(0, previewLength), lines: lines.length };
}
