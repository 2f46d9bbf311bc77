import { ClientAssertionCredential, ManagedIdentityCredential } from '@azure/identity';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startIdentityEndpoint } from '../../../sandbox/arm/identity/identity-endpoint.ts';
import type { ArmServer } from '../../../sandbox/arm/server.ts';
import { realSandboxClock } from '../../../sandbox/clock.ts';
import { call } from './call.ts';
import { computeOf, credentialOf } from './sdk-clients.ts';
import { smallWorld, vmId } from './small-world.ts';
import { start } from './start.ts';

const scope = 'https://management.azure.com/.default';
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

function ask(arm: ArmServer, path: string, form: Record<string, string>, authorization = '') {
  const { clientId: client_id } = arm.credentials;
  const given = { grant_type: 'client_credentials', client_id, scope, ...form };
  return call(arm, 'POST', path, { authorization, body: new URLSearchParams(given).toString() });
}

test('a wrong secret fails as Microsoft Entra ID fails it', async () => {
  const arm = await start();
  await expect(credentialOf(arm, 'wrong').getToken(scope)).rejects.toThrow(/AADSTS7000215/);
});

test.each([
  ['v2', (tenant: string) => `/${tenant}/oauth2/v2.0/token`],
  ['v1', (tenant: string) => `/${tenant}/oauth2/token`],
  ['AD FS', () => '/adfs/oauth2/token'],
  ['AD FS, asked twice over', () => '/adfs/adfs/oauth2/token'],
])('the token endpoint in its form %s gives tokens that Resource Manager takes', async (_, path) => {
  const arm = await start();
  const { clientSecret: client_secret, tenantId } = arm.credentials;
  const token = await ask(arm, path(tenantId), { client_secret });
  expect(token).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3599 } });
  const authorization = `Bearer ${token.body?.access_token}`;
  expect(await call(arm, 'GET', vmId, { authorization })).toMatchObject({ status: 200 });
});

test.each([
  ['wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
  ['unknown client', { client_id: 'nobody', client_secret: 'x' }, 400, 'unauthorized_client', 700016],
  ['user password', { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
  ['no .default', { client_secret: 'sandbox-secret', scope: 'openid' }, 400, 'invalid_scope', 1002012],
  ['no JWT', { client_assertion: 'x', client_assertion_type: jwtBearer }, 400, 'invalid_request', 50027],
])('refused sign-in: %s', async (_, form, status, error, number) => {
  const arm = await start();
  const answer = await ask(arm, `/${arm.credentials.tenantId}/oauth2/v2.0/token`, form);
  expect(answer).toMatchObject({ status, body: { error, error_codes: [number] } });
});

test('the token endpoint says that it wants POST', async () => {
  const arm = await start();
  const answer = await call(arm, 'GET', '/adfs/oauth2/token', { authorization: '' });
  expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' }, body: { error_codes: [900561] } });
});

test('another tenant is not known', async () => {
  const arm = await start();
  const answer = await ask(arm, '/33333333-3333-4333-8333-333333333333/oauth2/v2.0/token', {});
  expect(answer).toMatchObject({ status: 400, body: { error_codes: [90002] } });
});

test('a client assertion, and a secret in the Authorization header, sign in as well', async () => {
  const arm = await start();
  const path = `/${arm.credentials.tenantId}/oauth2/v2.0/token`;
  const assertion = { client_assertion: 'a.b.c', client_assertion_type: jwtBearer };
  expect(await ask(arm, path, assertion)).toMatchObject({ status: 200 });
  const basic = Buffer.from(`${arm.credentials.clientId}:${arm.credentials.clientSecret}`).toString('base64');
  expect(await ask(arm, path, {}, `Basic ${basic}`)).toMatchObject({ status: 200 });
  const broken = Buffer.from('%zz:%zz').toString('base64');
  expect(await ask(arm, path, {}, `Basic ${broken}`)).toMatchObject({ status: 400 });
});

test('a workload signs in with its assertion through the SDK', async () => {
  const arm = await start();
  const { tenantId, clientId } = arm.credentials;
  const credential = new ClientAssertionCredential(tenantId, clientId, async () => 'a.b.c', {
    authorityHost: arm.endpoint,
    disableInstanceDiscovery: true,
    tlsOptions: { ca: arm.caCert },
  });
  const { token } = await credential.getToken(scope);
  expect(await call(arm, 'GET', vmId, { authorization: `Bearer ${token}` })).toMatchObject({ status: 200 });
});

test('the discovery documents point back to this server', async () => {
  const arm = await start();
  const get = (path: string) => call(arm, 'GET', path, { authorization: '' });
  const tenant = await get(`/${arm.credentials.tenantId}/v2.0/.well-known/openid-configuration`);
  expect(tenant.body?.token_endpoint).toBe(`${arm.endpoint}/${arm.credentials.tenantId}/oauth2/v2.0/token`);
  const adfs = await get('/adfs/adfs/.well-known/openid-configuration');
  expect(adfs.body?.token_endpoint).toBe(`${arm.endpoint}/adfs/oauth2/token`);
  const instance = await get('/common/discovery/instance');
  expect(instance.body).toMatchObject({ metadata: [{ preferred_network: new URL(arm.endpoint).host }] });
});

test('a token that the moved clock has aged is refused with a challenge that makes the SDK ask again', async () => {
  const clock = realSandboxClock();
  const arm = await start({ clock });
  const compute = computeOf(arm);
  await compute.virtualMachines.get('myResourceGroup', 'myVM');
  const old = `Bearer ${arm.issueToken().accessToken}`;
  clock.advance(2 * 60 * 60 * 1000);
  const refused = await call(arm, 'GET', vmId, { authorization: old });
  expect(refused).toMatchObject({ status: 401, body: { error: { code: 'ExpiredAuthenticationToken' } } });
  expect(refused.headers['www-authenticate']).toMatch(/error="insufficient_claims"/);
  await expect(compute.virtualMachines.get('myResourceGroup', 'myVM')).resolves.toMatchObject({ name: 'myVM' });
});

test('faults strike the token endpoint under the action "token"', async () => {
  const world = smallWorld({ faults: [{ action: 'token', kind: 'forbidden', times: 1 }] });
  const arm = await start({ world });
  await expect(credentialOf(arm).getToken(scope)).rejects.toThrow(/AADSTS7000215/);
  await expect(credentialOf(arm).getToken(scope)).resolves.toMatchObject({ token: expect.any(String) });
});

test('the managed identity endpoint gives tokens that Resource Manager takes', async () => {
  const arm = await start();
  const endpoint = await startIdentityEndpoint((audience) => arm.issueToken(audience));
  onTestFinished(() => endpoint.close());
  onTestFinished(() => void vi.unstubAllEnvs());
  for (const [name, value] of Object.entries(endpoint.env)) vi.stubEnv(name, value);
  const { token } = await new ManagedIdentityCredential().getToken(scope);
  expect(await call(arm, 'GET', vmId, { authorization: `Bearer ${token}` })).toMatchObject({ status: 200 });
});
