import { request } from 'node:https';
import type { ArmServer } from './arm/server.ts';

/** Who works on Azure beside the bot. */
const somebody = 'dave@contoso.example';

/** Calls the pretend Resource Manager as a person outside the bot would. Resolves to the HTTP status. */
export function callAzure(
  arm: ArmServer,
  method: string,
  path: string,
  body?: unknown,
  caller = somebody,
): Promise<number> {
  const url = new URL(path, arm.endpoint);
  if (!url.searchParams.has('api-version')) url.searchParams.set('api-version', '2024-07-01');
  const { accessToken } = arm.issueToken(undefined, caller);
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers, ca: arm.caCert, agent: false }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    call.once('error', reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
