import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../world/schema.ts';
import { type ArmParts, answerArm } from './answer-arm.ts';
import { type Credentials, isIdentityPath } from './identity/answer-identity.ts';
import { signIn } from './identity/sign-in.ts';
import { readBody } from './read-body.ts';
import { type Address, firstOf, readAddress, readRequest } from './read-request.ts';
import type { RequestLog } from './request-log.ts';
import type { ArmReply } from './route.ts';
import type { HeldRequest } from './server.ts';
import { standardHeaders } from './standard-headers.ts';
import { sufferFault } from './suffer-fault.ts';
import { failureReply, writeReply } from './write-reply.ts';

export interface Serving {
  readonly parts: ArmParts;
  readonly log: RequestLog;
  readonly credentials: Credentials;
  readonly latencyMs: number;
  readonly mayAnswer: ((request: HeldRequest) => Promise<void>) | undefined;
  readonly mayLeave: ((request: HeldRequest, status: number) => Promise<void>) | undefined;
  /** Requests that are being answered, without those that suffer a fault. */
  readonly busy: Set<IncomingMessage>;
}

/** Reads one HTTP request, has it answered and writes the answer; never rejects. */
export async function serveRequest(
  request: IncomingMessage,
  response: ServerResponse,
  serving: Serving,
): Promise<void> {
  const { busy, parts } = serving;
  busy.add(request);
  const gone = goneSignal(response);
  const suffer = async (fault: Fault) => {
    busy.delete(request);
    await sufferFault(fault, { request, clock: parts.clock, gone, othersBusy: () => busy.size > 0 });
  };
  const reply = await answer(request, serving, suffer).catch(failureReply);
  busy.delete(request);
  if (gone.aborted) return;
  const correlationId = firstOf(request.headers['x-ms-correlation-request-id']);
  const standard = standardHeaders(parts.clock.now(), correlationId);
  try {
    writeReply(response, reply, standard);
  } catch (error) {
    // A world from a file may hold what no header and no JSON text can: that must not end the whole sandbox.
    writeReply(response, failureReply(error), standard);
  }
}

async function answer(
  request: IncomingMessage,
  serving: Serving,
  suffer: (fault: Fault) => Promise<void>,
): Promise<ArmReply> {
  const { parts, log, latencyMs, mayAnswer, mayLeave } = serving;
  const address = readAddress(request);
  const identity = isIdentityPath(address.path);
  const entry = log.start(identity ? 'identity' : 'arm', request.method ?? 'GET', address.path);
  const answered = async () => {
    const body = await readBody(request);
    if (identity) {
      entry.name('token');
      return signIn(identityRequest(request, address, body), { ...parts, credentials: serving.credentials, suffer });
    }
    if (latencyMs > 0) await delay(latencyMs);
    const held = { method: request.method ?? 'GET', path: address.path };
    await mayAnswer?.(held);
    const reply = await answerArm(readRequest(request, address, body), parts, entry, suffer);
    await mayLeave?.(held, reply.status);
    return reply;
  };
  const reply = await answered().catch(failureReply);
  if (!request.socket.destroyed) entry.end(reply.status);
  return reply;
}

function identityRequest(request: IncomingMessage, { path, baseUrl }: Address, body: string) {
  const { method = 'GET', headers } = request;
  return { method, path, baseUrl, body, authorization: headers.authorization };
}

/** Aborts when the other side went away before it was answered. */
function goneSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableEnded) controller.abort();
  });
  return controller.signal;
}
