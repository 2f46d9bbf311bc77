import type { IncomingMessage } from 'node:http';

/**
 * Only the page itself may talk to the console. A page elsewhere cannot forge `Host` or `Origin`, so a foreign Host
 * means DNS rebinding and a foreign Origin a request across sites; tools without a browser send no Origin.
 */
export function isOwnRequest(headers: IncomingMessage['headers'], port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes((headers.host ?? '').toLowerCase())) return false;
  if (headers.origin !== undefined) return hosts.some((host) => headers.origin === `http://${host}`);
  const site = headers['sec-fetch-site'];
  return site !== 'cross-site' || headers['sec-fetch-mode'] === 'navigate';
}
