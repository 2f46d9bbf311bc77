import type { IncomingMessage } from 'node:http';
import type { Args } from './api/method.ts';

export interface CallBody {
  readonly args: Args;
  /** For multipart bodies: the bytes of each file part. */
  readonly files: ReadonlyMap<string, Buffer>;
  readonly raw: Buffer;
}

const maxBytes = 64 * 1024 * 1024;

/** A call's arguments: from the query, a form, a multipart form or a JSON body. Broken JSON gives none. */
export async function readArgs(request: IncomingMessage, url: URL): Promise<CallBody> {
  const raw = await readAll(request);
  const query = Object.fromEntries(url.searchParams);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return { args: { ...query, ...jsonObject(raw) }, files: new Map(), raw };
  if (type.startsWith('multipart/form-data')) return { ...(await readMultipart(raw, type, query)), raw };
  const form = type.startsWith('application/x-www-form-urlencoded') ? new URLSearchParams(raw.toString()) : [];
  return { args: { ...query, ...Object.fromEntries(form) }, files: new Map(), raw };
}

async function readMultipart(raw: Buffer, type: string, query: Args): Promise<Omit<CallBody, 'raw'>> {
  const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': type } }).formData();
  const args: Record<string, unknown> = { ...query };
  const files = new Map<string, Buffer>();
  for (const [name, part] of form) {
    if (typeof part === 'string') args[name] = part;
    else files.set(name, Buffer.from(await part.arrayBuffer()));
  }
  return { args, files };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > maxBytes) throw new RangeError('The request body is too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function jsonObject(raw: Buffer): Args {
  try {
    const value: unknown = JSON.parse(raw.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}
