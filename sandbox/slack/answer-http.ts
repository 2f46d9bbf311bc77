import type { IncomingMessage } from 'node:http';
import { answerFile } from './answer-file.ts';
import { answerResponseUrl } from './answer-response-url.ts';
import { dispatch } from './api/dispatch.ts';
import type { Args, Result } from './api/method.ts';
import type { CallLog } from './call-log.ts';
import type { FaultPlan, Struck } from './faults.ts';
import { type HttpAnswer, jsonAnswer } from './http-answer.ts';
import { type CallBody, readArgs } from './read-args.ts';
import type { SlackCore } from './slack-core.ts';

/** Answers every HTTP request of the pretend Slack: the Web API, response URLs, uploads and files. */
export async function answerHttp(
  core: SlackCore,
  plan: FaultPlan,
  log: CallLog,
  request: IncomingMessage,
): Promise<HttpAnswer> {
  if (!isLocal(request.headers.host ?? '')) return jsonAnswer(421, { ok: false, error: 'misdirected' });
  const url = new URL(request.url ?? '/', core.origin);
  const body = await readArgs(request, url);
  const [, area = ''] = url.pathname.split('/');
  if (area.startsWith('files-') || area === 'upload') return answerFile(core, url, request, body);
  const name = area === 'api' ? url.pathname.slice('/api/'.length) : 'response_url';
  if (!['api', 'commands', 'actions'].includes(area)) return jsonAnswer(404, { ok: false, error: 'not_found' });
  const call = log.start(name, body.args);
  const struck = plan.strike(name);
  const answer = struck === undefined ? answerCall(core, name, url, request, body) : strikeAnswer(struck);
  call.end(answer.status, answer.body);
  const retryAfter: Record<string, string> =
    struck?.kind === 'rate-limited' ? { 'retry-after': String(struck.retryAfterSeconds) } : {};
  return jsonAnswer(answer.status, answer.body, retryAfter);
}

interface CallAnswer {
  readonly status: number;
  readonly body: Result;
}

function answerCall(core: SlackCore, name: string, url: URL, request: IncomingMessage, body: CallBody): CallAnswer {
  if (name === 'response_url') return answerResponseUrl(core, url.pathname, body.args);
  return { status: 200, body: dispatch(core, name, tokenOf(request, body.args), body.args) };
}

function strikeAnswer(struck: Struck): CallAnswer {
  if (struck.kind === 'rate-limited') return { status: 429, body: { ok: false, error: 'ratelimited' } };
  return typeof struck.error === 'number'
    ? { status: struck.error, body: { ok: false, error: 'fatal_error' } }
    : { status: 200, body: { ok: false, error: struck.error } };
}

function tokenOf(request: IncomingMessage, args: Args): string | undefined {
  const header = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return header ?? (typeof args.token === 'string' ? args.token : undefined);
}

/** A page elsewhere that points its own name at this address does not get in. */
function isLocal(host: string): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);
}
