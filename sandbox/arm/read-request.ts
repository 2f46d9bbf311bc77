import type { IncomingMessage } from 'node:http';
import { ArmFailure, type ArmRequest } from './route.ts';

/** Where a request is addressed to. */
export interface Address {
  /** Decoded, without query, doubled slashes and a slash at the end. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** How the client calls this server: its own links must look the same. */
  readonly baseUrl: string;
}

/** @throws ArmFailure 400 for an address that cannot be read */
export function readAddress(request: IncomingMessage): Address {
  try {
    const baseUrl = `https://${request.headers.host ?? '127.0.0.1'}`;
    const url = new URL((request.url ?? '/').replace(/^\/+/, '/'), baseUrl);
    // The Azure CLI doubles the slash before the type of a resource that has no parent.
    const path = decodeURIComponent(url.pathname).replaceAll(/\/{2,}/g, '/');
    return { path: path.replace(/(?<=.)\/$/, ''), query: url.searchParams, baseUrl };
  } catch {
    throw new ArmFailure(400, 'InvalidRequestUri', 'The request URI is invalid.');
  }
}

/** @throws ArmFailure 400 for a body that is no JSON */
export function readRequest(request: IncomingMessage, { path, query, baseUrl }: Address, body: string): ArmRequest {
  const parameters = new Map([...query].map(([name, value]) => [name.toLowerCase(), value]));
  return {
    method: (request.method ?? 'GET') as ArmRequest['method'],
    params: {},
    path,
    query: (name) => parameters.get(name.toLowerCase()),
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, firstOf(value)])),
    body: body === '' ? undefined : parseBody(body),
    baseUrl,
  };
}

export function firstOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** Resource Manager's reader has a limit, and so has the stack that later writes the value; the number is not confirmed. */
const deepest = 128;

function parseBody(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    if (isDeeperThan(deepest, value)) throw new Error(`The reader's MaxDepth of ${deepest} has been exceeded.`);
    return value;
  } catch (error) {
    const message = `The request content was invalid and could not be deserialized: '${(error as Error).message}'.`;
    throw new ArmFailure(400, 'InvalidRequestContent', message);
  }
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeperThan(levels - 1, each));
}
