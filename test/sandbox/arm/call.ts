import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { ArmServer } from '../../../sandbox/arm/server.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body; undefined when it is empty. */
  readonly body: AnswerBody | undefined;
}

/** The parts of answers that tests look into; the rest they match as a whole. */
interface AnswerBody {
  readonly [name: string]: unknown;
  readonly error?: { readonly code: string; readonly message: string };
  readonly status?: string;
  readonly statuses?: readonly { readonly code: string }[];
  readonly value?: readonly { readonly id: string; readonly name: string; readonly resources?: readonly object[] }[];
}

interface CallOptions {
  readonly body?: unknown;
  /** The whole Authorization header; left out: a good token. */
  readonly authorization?: string;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

/**
 * One plain HTTPS request, for what the SDK clients hide. An api-version is added to a path without a query.
 * @param target a path, or an absolute URL that is followed as it is
 */
export function call(arm: ArmServer, method: string, target: string, options: CallOptions = {}): Promise<Answer> {
  const url = new URL(target, arm.endpoint);
  if (url.search === '') url.searchParams.set('api-version', '2024-07-01');
  const content = typeof options.body === 'string' ? options.body : JSON.stringify(options.body);
  const authorization = options.authorization ?? `Bearer ${arm.issueToken().accessToken}`;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method,
      agent: new Agent({ ca: arm.caCert }),
      headers: {
        ...(authorization !== '' && { authorization }),
        ...(content !== undefined && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.signal && { signal: options.signal }),
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      text(response).then((whole) => {
        const body = whole.startsWith('{') ? (JSON.parse(whole) as AnswerBody) : undefined;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: whole, body });
      }, reject);
    });
    sent.end(content);
  });
}
