import type { HttpClient, Pipeline, PipelineRequestOptions, PipelineResponse } from '@azure/core-rest-pipeline';
import type { Config } from '../config.ts';
import { canonicalJson, type Json } from '../core/canonical-json.ts';
import type { Wait } from '../wait.ts';
import { type ArmAnswer, errorIn } from './arm-answer.ts';
import { armUrl } from './arm-url.ts';
import { clientOptions } from './client-options.ts';
import { withoutQueries } from './quote.ts';
import type { SharedToken } from './shared-token.ts';
import type { ArmRequest } from './writes.ts';

export interface ArmClient {
  readonly endpoint: string;
  /** GET of an address as it is, with the retries of every read. Any status is an answer. */
  read(url: string, signal: AbortSignal): Promise<ArmAnswer>;
  /** The same for whoever retries by himself: sent once, but for a token that is refused. */
  patientRead(url: string, signal: AbortSignal): Promise<ArmAnswer>;
  /** A question that is asked by POST, sent once as well. */
  query(url: string, body: object, signal: AbortSignal): Promise<ArmAnswer>;
  /** Sends one change, once: whether it may be sent again is for somebody who can look what became of it. */
  write(request: ArmRequest, clientRequestId: string, signal: AbortSignal): Promise<ArmAnswer>;
  /** Loads the package ahead of the first need. */
  load(): Promise<unknown>;
}

interface Transport {
  readonly reads: Pipeline;
  readonly once: Pipeline;
  readonly http: HttpClient;
}

/**
 * Resource Manager without the SDK's models: they drop what they do not know, and what is approved must be what is
 * sent, to the byte. Bodies go out in the canonical form that the approved digest is over.
 */
export function createArmClient(config: Config['azure'], token: SharedToken, wait: Wait): ArmClient {
  let made: Promise<Transport> | undefined;
  const transport = () => {
    made ??= makeTransport(config, token, wait);
    return made;
  };

  async function exchange(pipeline: 'reads' | 'once', options: PipelineRequestOptions): Promise<ArmAnswer> {
    const [{ createPipelineRequest, RestError }, made] = await Promise.all([load(), transport()]);
    const response = await made[pipeline].sendRequest(made.http, createPipelineRequest(options));
    return answerOf(response, RestError);
  }

  const { endpoint } = config.cloud;
  return {
    endpoint,
    load,
    read: (url, abortSignal) => exchange('reads', { url, method: 'GET', abortSignal }),
    patientRead: (url, abortSignal) => exchange('once', { url, method: 'GET', abortSignal }),
    async query(url, body, abortSignal) {
      const { createHttpHeaders } = await load();
      const headers = createHttpHeaders({ 'Content-Type': 'application/json' });
      return exchange('once', { url, method: 'POST', headers, body: JSON.stringify(body), abortSignal });
    },
    async write({ method, path, apiVersion, body, ifMatch }, requestId, abortSignal) {
      const { createHttpHeaders } = await load();
      const headers = createHttpHeaders({
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(ifMatch !== undefined && { 'If-Match': ifMatch }),
      });
      const content = body === undefined ? {} : { body: canonicalJson(body) };
      return exchange('once', {
        url: armUrl(endpoint, path, apiVersion),
        method,
        headers,
        requestId,
        abortSignal,
        ...content,
      });
    },
  };
}

/** Loaded when first needed, as the SDK's clients are. */
const load = () => import('@azure/core-rest-pipeline');

async function makeTransport(config: Config['azure'], token: SharedToken, wait: Wait): Promise<Transport> {
  const { bearerTokenAuthenticationPolicy, createDefaultHttpClient, createPipelineFromOptions } = await load();
  const pipeline = (retries: number) => {
    const { credentials, additionalPolicies, ...options } = clientOptions(config, token, wait, retries);
    // A change must not follow to where it was not approved for.
    const made = createPipelineFromOptions({ ...options, redirectOptions: { maxRetries: 0 } });
    for (const { policy } of additionalPolicies) made.addPolicy(policy);
    made.addPolicy(bearerTokenAuthenticationPolicy({ credential: token, scopes: credentials.scopes }), {
      phase: 'Sign',
    });
    return made;
  };
  return { reads: pipeline(config.retries), once: pipeline(0), http: createDefaultHttpClient() };
}

type RestErrorConstructor = Awaited<ReturnType<typeof load>>['RestError'];

function answerOf(response: PipelineResponse, RestError: RestErrorConstructor): ArmAnswer {
  const { status, headers, request } = response;
  const body = parsed(response.bodyAsText);
  // A page of an audit has megabytes, and would be kept twice for as long as it is looked at.
  if (status === 200) response.bodyAsText = null;
  return {
    status,
    headers,
    body,
    asError() {
      const { code, message } = errorIn(body);
      const options = { statusCode: status, request, response, ...(code !== '' && { code }) };
      return new RestError(withoutQueries(message) || `Azure answered ${status}`, options);
    },
  };
}

function parsed(text: string | null | undefined): Json | undefined {
  if (!text) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
