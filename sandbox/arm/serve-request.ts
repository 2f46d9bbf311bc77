import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { SandboxClock } from '../clock.ts';
import type { Fault } from '../world/schema.ts';
import { type ArmParts, answerArm } from './answer-arm.ts';
import { answerIdentity, type Credentials, isIdentityPath } from './identity/answer-identity.ts';
import type { PendingEntry, RequestLog } from './request-log.ts';
import { ArmFailure, type ArmReply, type ArmRequest } from './route.ts';
import { standardHeaders } from './standard-headers.ts';

export interface Serving {
  readonly parts: ArmParts;
  readonly log: RequestLog;
  readonly credentials: Credentials;
  readonly latencyMs: number;
}

/** Reads one HTTP request, has it answered and writes the answer; never rejects. */
export async function serveRequest(
  request: IncomingMessage,
  response: ServerResponse,
  serving: Serving,
): Promise<void> {
  const baseUrl = `https://${request.headers.host ?? '127.0.0.1'}`;
  const url = new URL(request.url?.replace(/^\/+/, '/') ?? '/', baseUrl);
  const path = decodeURIComponent(url.pathname);
  const identity = isIdentityPath(path);
  const entry = serving.log.start(identity ? 'identity' : 'arm', request.method ?? 'GET', path);
  const gone = goneSignal(response);
  const suffer = (fault: Fault) => sufferFault(fault, request, serving.parts.clock, gone);
  let reply: ArmReply;
  try {
    const body = await text(request);
    if (identity) reply = await signIn({ request, path, baseUrl, body }, serving, entry, suffer);
    else {
      if (serving.latencyMs > 0) await delay(serving.latencyMs);
      reply = await answerArm(armRequest(request, url, path, baseUrl, body), serving.parts, entry, suffer);
    }
  } catch (error) {
    reply = failureReply(error);
  }
  if (gone.aborted) return;
  entry.end(reply.status);
  write(
    response,
    reply,
    standardHeaders(serving.parts.clock.now(), one(request.headers['x-ms-correlation-request-id'])),
  );
}

interface SignIn {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly baseUrl: string;
  readonly body: string;
}

async function signIn(
  { request, path, baseUrl, body }: SignIn,
  { parts, credentials }: Serving,
  entry: PendingEntry,
  suffer: (fault: Fault) => Promise<void>,
): Promise<ArmReply> {
  entry.name('token');
  const kinds: Fault['kind'][] = ['forbidden', 'throttled', 'error', 'hang', 'slow', 'reset'];
  const fault = request.method === 'POST' ? parts.faults.strike(kinds, 'token', [path]) : undefined;
  if (fault?.kind === 'throttled') {
    const headers = fault.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(fault.retryAfterSeconds) };
    return {
      status: 429,
      headers,
      body: { error: 'temporarily_unavailable', error_description: 'AADSTS90055: Throttled.' },
    };
  }
  if (fault?.kind === 'error') {
    const error_description = fault.message ?? 'AADSTS90033: A transient error has occurred. Please try again.';
    return { status: fault.status ?? 503, body: { error: fault.code ?? 'temporarily_unavailable', error_description } };
  }
  if (fault !== undefined && fault.kind !== 'forbidden') await suffer(fault);
  const expected = fault?.kind === 'forbidden' ? { ...credentials, clientSecret: '' } : credentials;
  const { authorization } = request.headers;
  return answerIdentity(
    { method: request.method ?? 'GET', path, baseUrl, body, authorization },
    expected,
    parts.tokens,
    parts.clock,
  );
}

function armRequest(request: IncomingMessage, url: URL, path: string, baseUrl: string, body: string): ArmRequest {
  const query = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]));
  return {
    method: (request.method ?? 'GET') as ArmRequest['method'],
    params: {},
    path: path.length > 1 ? path.replace(/\/$/, '') : path,
    query: (name) => query.get(name.toLowerCase()),
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, one(value)])),
    body: body === '' ? undefined : parseBody(body),
    baseUrl,
  };
}

function parseBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    const message = `The request content was invalid and could not be deserialized: '${(error as Error).message}'.`;
    throw new ArmFailure(400, 'InvalidRequestContent', message);
  }
}

async function sufferFault(
  fault: Fault,
  request: IncomingMessage,
  clock: SandboxClock,
  gone: AbortSignal,
): Promise<void> {
  if (fault.kind === 'reset') {
    request.socket.destroy();
    return aborted(gone);
  }
  if (fault.kind === 'hang') {
    clock.hang(gone);
    return aborted(gone);
  }
  const deadline = clock.deadline(fault.delayMs ?? 1000);
  const over = AbortSignal.any([deadline.signal, gone]);
  clock.hang(over);
  await aborted(over);
  deadline.clear();
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** Aborts when the other side went away before it was answered. */
function goneSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableEnded) controller.abort();
  });
  return controller.signal;
}

function failureReply(error: unknown): ArmReply {
  if (!(error instanceof ArmFailure)) return failureReply(new ArmFailure(500, 'InternalServerError', String(error)));
  const { status, headers, code, message, details } = error;
  return { status, headers, body: { error: { code, message, ...(details && { details }) } } };
}

function write(response: ServerResponse, reply: ArmReply, standard: Record<string, string>): void {
  const body = reply.body === undefined ? '' : JSON.stringify(reply.body);
  response.writeHead(reply.status, {
    ...standard,
    ...(body !== '' && { 'Content-Type': 'application/json; charset=utf-8' }),
    ...(reply.status !== 204 && { 'Content-Length': String(Buffer.byteLength(body)) }),
    ...reply.headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
