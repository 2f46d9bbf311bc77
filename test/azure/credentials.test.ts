import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { clouds } from '../../src/azure/clouds.ts';
import { makeCredential } from '../../src/azure/credentials.ts';
import type { CredentialConfig } from '../../src/config/credential.ts';
import { type Connected, type ConnectOptions, configFor, connect } from './connected-azure.ts';
import { ids, ordinaryWorld } from './ordinary-world.ts';

let connected: Connected | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  await connected?.arm.close();
  connected = undefined;
});

async function start(options: ConnectOptions = {}) {
  connected = await connect(ordinaryWorld(), options);
  return connected;
}

const find = { kind: 'plain', name: 'web' } as const;

test('a managed identity gets its token from the host', async () => {
  const seen: (string | undefined)[] = [];
  const host = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://host');
    seen.push(
      request.headers['x-identity-header']?.toString(),
      searchParams.get('resource') ?? '',
      searchParams.get('client_id') ?? '',
    );
    const token = connected?.arm.issueToken();
    const expires_on = String(Math.floor(Date.now() / 1000) + 3600);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ access_token: token?.accessToken, expires_on, resource: 'r', token_type: 'Bearer' }));
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${(host.address() as AddressInfo).port}/msi/token`);
  vi.stubEnv('IDENTITY_HEADER', 'from-the-host');
  const credential: CredentialConfig = { kind: 'managed-identity', because: 'test', clientId: ids.subscription };
  const { azure } = await start({ config: { credential } });
  expect((await azure.findVms(find)).matches).toHaveLength(1);
  expect(seen).toEqual(['from-the-host', 'https://management.azure.com', ids.subscription]);
  host.close();
});

test('workload identity hands in the token of the cluster', async () => {
  const { arm, clock } = await start();
  const tokenFilePath = join(mkdtempSync(join(tmpdir(), 'drawbridge-')), 'token');
  writeFileSync(tokenFilePath, 'header.claims.signature');
  const { tenantId, clientId } = arm.credentials;
  const config = {
    ...configFor(arm),
    credential: { kind: 'workload-identity' as const, because: 'test', tenantId, clientId, tokenFilePath },
  };
  const credential = await makeCredential(config, clock);
  const token = await credential.getToken('https://management.azure.com/.default');
  expect(token?.token).toEqual(expect.any(String));
  expect(arm.requests.filter(({ method, status }) => method === 'POST' && status === 200)).toHaveLength(1);
});

describe('the clouds', () => {
  test.each(Object.values(clouds))('$name asks for its own scope', async (cloud) => {
    const scopes: unknown[] = [];
    const credential = {
      async getToken(scope: string | string[]) {
        scopes.push(...[scope].flat());
        return { token: connected?.arm.issueToken().accessToken ?? '', expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    };
    // The world's server stands in for the cloud's; everything but its address is the cloud's own.
    const { azure } = await start({ cloud, parts: { credential } });
    await azure.findVms(find);
    await azure.readFacts({ id: ids.vm, nicIds: [ids.nic] });
    expect(new Set(scopes)).toEqual(new Set([cloud.scope]));
    expect(cloud.scope).toBe(`${cloud.endpoint}/.default`);
  });
});
