import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IssuedToken } from './tokens.ts';

export interface IdentityEndpoint {
  /** What goes into the environment of a client: IDENTITY_ENDPOINT and IDENTITY_HEADER. */
  readonly env: { readonly IDENTITY_ENDPOINT: string; readonly IDENTITY_HEADER: string };
  close(): Promise<void>;
}

const header = 'sandbox-identity-header';

/**
 * The managed identity endpoint of App Service, over plain HTTP as there.
 * https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 * @param issueToken the pretend Resource Manager's own
 */
export async function startIdentityEndpoint(issueToken: (audience: string) => IssuedToken): Promise<IdentityEndpoint> {
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams;
    const resource = query.get('resource');
    const send = (status: number, body: object) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.headers['x-identity-header'] !== header) {
      return send(401, { statusCode: 401, message: 'The X-IDENTITY-HEADER is missing or wrong.' });
    }
    if (resource === null || !query.has('api-version')) {
      return send(400, { statusCode: 400, message: 'The parameters resource and api-version are required.' });
    }
    const { accessToken, expiresOn } = issueToken(resource);
    return send(200, { access_token: accessToken, expires_on: String(expiresOn), resource, token_type: 'Bearer' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: { IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/msi/token`, IDENTITY_HEADER: header },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
