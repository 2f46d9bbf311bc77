import type { ServerResponse } from 'node:http';
import { ArmFailure, type ArmReply } from './route.ts';

export function writeReply(
  response: ServerResponse,
  reply: ArmReply,
  standard: Readonly<Record<string, string>>,
): void {
  const body = reply.body === undefined ? '' : JSON.stringify(reply.body);
  response.writeHead(reply.status, {
    ...standard,
    ...(body !== '' && { 'Content-Type': 'application/json; charset=utf-8' }),
    ...(reply.status !== 204 && { 'Content-Length': String(Buffer.byteLength(body)) }),
    ...reply.headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

/** An error as Resource Manager words it; whatever is not an ArmFailure is a mistake of the sandbox. */
export function failureReply(error: unknown): ArmReply {
  const failure = error instanceof ArmFailure ? error : new ArmFailure(500, 'InternalServerError', String(error));
  const { status, headers, code, message, details } = failure;
  return { status, headers, body: { error: { code, message, ...(details && { details }) } } };
}
