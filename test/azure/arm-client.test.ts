import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { makeCertificate } from '../../sandbox/arm/certificate.ts';
import { createArmClient } from '../../src/azure/arm-client.ts';
import { Secret } from '../../src/secret.ts';

interface Seen {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const never = new AbortController().signal;
const scope = 'https://management.example/.default';

/** The client before a server that answers with these statuses, one after the other, and keeps what it saw. */
async function before(...statuses: number[]) {
  const { cert, key } = await makeCertificate();
  const seen: Seen[] = [];
  const server = createServer({ cert, key }, async (request, response) => {
    const body = await text(request);
    seen.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
    response.writeHead(statuses[seen.length - 1] ?? 200, {
      'Content-Type': 'application/json',
      Location: '/elsewhere',
    });
    response.end('{"error":{"code":"Odd","message":"see https://x/y?sig=SECRET"}}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const endpoint = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const asked: unknown[] = [];
  const token = {
    async getToken(scopes: unknown) {
      asked.push(scopes);
      return { token: `token-${asked.length}`, expiresOnTimestamp: 0 };
    },
    forgotten: [] as string[],
    forget: (authorization: string) => void token.forgotten.push(authorization),
  };
  const secret = { tenantId: 't', clientId: 'c', clientSecret: new Secret('s') };
  const config = {
    cloud: { name: 'custom', endpoint, authorityHost: endpoint, scope },
    credential: { kind: 'client-secret', because: 'of the test', ...secret },
    ca: cert,
    disableInstanceDiscovery: true,
    requestTimeoutMs: 1000,
    retries: 2,
  } as const;
  return { client: createArmClient(config, token, async () => {}), seen, asked, token, endpoint };
}

const path = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/publicIPAddresses/ip';
const request = { method: 'PUT', path, apiVersion: '2024-05-01', ifMatch: 'W/"1"' } as const;

test('what goes out is the canonical form of the body, to the byte, under the id and the tag', async () => {
  const { client, seen, asked } = await before(201);
  const body = { z: [1, null, { b: 'ü "x" \u2028', a: 1e21 }], location: 'west', A: true };
  await client.write({ ...request, body }, 'my-id', never);
  const bytes = '{"A":true,"location":"west","z":[1,null,{"a":1e+21,"b":"ü \\"x\\" \u2028"}]}';
  expect(seen).toMatchObject([
    {
      line: `PUT ${path}?api-version=2024-05-01`,
      body: bytes,
      headers: {
        authorization: 'Bearer token-1',
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(bytes)),
        'if-match': 'W/"1"',
        'x-ms-client-request-id': 'my-id',
        'user-agent': expect.stringMatching(/^drawbridge\//),
      },
    },
  ]);
  expect(asked).toEqual([expect.toSatisfy((scopes) => [scopes].flat().includes(scope))]);
});

test('an action without a body says so', async () => {
  const { client, seen } = await before(202);
  await client.write({ method: 'POST', path: `${path}/start`, apiVersion: '1' }, 'id', never);
  expect(seen).toMatchObject([{ body: '', headers: { 'content-length': '0' } }]);
});

test.each([307, 429, 500, 503])('a change that is answered with %i is sent once', async (status) => {
  const { client, seen } = await before(status);
  expect(await client.write(request, 'id', never)).toMatchObject({ status });
  expect(seen).toHaveLength(1);
});

test('a read is retried', async () => {
  const { client, seen, endpoint } = await before(500, 429, 200);
  expect(await client.read(`${endpoint}/x`, never)).toMatchObject({ status: 200 });
  expect(seen).toHaveLength(3);
});

test('a token that is refused is replaced, once', async () => {
  const { client, seen, token } = await before(401, 401, 200);
  expect(await client.write(request, 'id', never)).toMatchObject({ status: 401 });
  expect(token.forgotten).toEqual(['Bearer token-1']);
  expect(seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
});

test("an error is the SDK's, without the signature of an address", async () => {
  const { client, endpoint } = await before(409);
  const answer = await client.read(`${endpoint}/x`, never);
  expect(answer.asError()).toMatchObject({
    name: 'RestError',
    statusCode: 409,
    code: 'Odd',
    message: 'see https://x/y',
  });
});
