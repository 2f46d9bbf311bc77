import type { PipelineResponse } from '@azure/core-rest-pipeline';
import type { Clients } from './clients.ts';

export interface RawGet {
  /** Absolute, on the cloud's own endpoint: the token goes along. */
  readonly url: string;
  readonly subscriptionId: string;
  readonly signal: AbortSignal;
}

/**
 * A GET of Resource Manager for which no client of the SDK is here: through the pipeline of one that is, so that token,
 * retries, certificates and user agent are the same.
 *
 * @throws RestError for every answer but 200, as the clients do
 */
export async function rawGet(clients: Clients, { url, subscriptionId, signal }: RawGet): Promise<unknown> {
  const rest = await import('@azure/core-rest-pipeline');
  const { pipeline } = await clients.compute(subscriptionId);
  const request = rest.createPipelineRequest({
    url,
    abortSignal: signal,
    headers: rest.createHttpHeaders({ accept: 'application/json' }),
  });
  const response = await pipeline.sendRequest(rest.createDefaultHttpClient(), request);
  const body = parse(response, rest.RestError);
  if (response.status === 200) return body;
  const { code, message } = errorOf(body);
  throw new rest.RestError(message ?? `Azure answered with ${response.status}.`, {
    statusCode: response.status,
    request,
    response,
    ...(code !== undefined && { code }),
  });
}

type RestErrors = typeof import('@azure/core-rest-pipeline').RestError;

function parse(response: PipelineResponse, RestError: RestErrors): unknown {
  try {
    return JSON.parse(response.bodyAsText ?? '');
  } catch {
    if (response.status !== 200) return undefined;
    const { request } = response;
    throw new RestError('The answer is no JSON.', { code: RestError.PARSE_ERROR, request, response });
  }
}

function errorOf(body: unknown): { readonly code?: string; readonly message?: string } {
  const { error } = (body ?? {}) as { readonly error?: { readonly code?: unknown; readonly message?: unknown } };
  return {
    ...(typeof error?.code === 'string' && { code: error.code }),
    ...(typeof error?.message === 'string' && { message: error.message }),
  };
}
