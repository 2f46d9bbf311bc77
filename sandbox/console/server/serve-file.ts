import type { ServerResponse } from 'node:http';
import type { FileView, Workspace } from '../../slack/workspace.ts';
import type { World } from '../../world/world.ts';
import { fileHeaders } from './security-headers.ts';

/** Fetches a file's bytes by `FileView.path`; undefined when there is no such file. */
export type FileBytes = (path: string) => Promise<Uint8Array | undefined>;

export interface Shelf {
  readonly workspace: Workspace;
  readonly world: World;
  readonly fileBytes: FileBytes;
}

const shownInline = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** Answers `/files/<user>/<file>[?download]`: only files that this person sees in one of their channels. */
export async function serveFile(url: URL, response: ServerResponse, shelf: Shelf): Promise<void> {
  const [, , userId = '', fileId = ''] = url.pathname.split('/');
  const file = seenBy(shelf, userId, fileId);
  const bytes = file && (await shelf.fileBytes(file.path));
  if (file === undefined || bytes === undefined) {
    response.writeHead(404, fileHeaders).end('No such file');
    return;
  }
  const isPicture = shownInline.includes(file.mimetype);
  const isText = file.mimetype.startsWith('text/') || file.mimetype === 'application/json';
  const inline = (isPicture || isText) && !url.searchParams.has('download');
  response.writeHead(200, {
    ...fileHeaders,
    'Content-Type': isPicture ? file.mimetype : isText ? 'text/plain; charset=utf-8' : 'application/octet-stream',
    'Content-Disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    'Cache-Control': 'private, no-cache',
  });
  response.end(bytes);
}

function seenBy({ workspace, world }: Shelf, userId: string, fileId: string): FileView | undefined {
  if (!world.slack.users.some((user) => user.id === userId)) return undefined;
  for (const channel of workspace.view(userId).channels) {
    for (const message of channel.messages) {
      const found = message.files.find((file) => file.id === fileId);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
