import type { IncomingMessage } from 'node:http';
import { fileType } from './file-type.ts';
import type { HttpAnswer } from './http-answer.ts';
import type { CallBody } from './read-args.ts';
import type { SlackCore } from './slack-core.ts';

/** Takes the bytes of an upload, and hands out files: to the app with its token, to the console without. */
export function answerFile(core: SlackCore, url: URL, request: IncomingMessage, body: CallBody): HttpAnswer {
  const [, area = '', key = ''] = url.pathname.split('/');
  const file = core.state.files.get(area === 'files-pri' ? key.replace(`${core.state.team.id}-`, '') : key);
  if (file === undefined) return plain(404, 'Not found');
  if (area === 'upload') {
    const bytes = body.files.values().next().value ?? body.raw;
    if (file.bytes !== undefined) return plain(400, 'This upload URL has been used');
    if (bytes.length !== file.expectedBytes) return plain(400, `Expected ${file.expectedBytes} bytes`);
    file.bytes = bytes;
    return plain(200, `OK - ${bytes.length}`);
  }
  if (area === 'files-pri' && request.headers.authorization !== `Bearer ${core.botToken}`) {
    return plain(403, 'This file needs a token');
  }
  if (file.bytes === undefined) return plain(404, 'Not uploaded yet');
  const headers = {
    'content-type': fileType(file.name, file.bytes).mimetype,
    'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    'x-content-type-options': 'nosniff',
  };
  return { status: 200, headers, body: file.bytes };
}

function plain(status: number, text: string): HttpAnswer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: text };
}
